import { readFile, writeFile } from 'node:fs/promises';
import * as deepl from 'deepl-node';

const [serverUrl, folder] = process.argv.slice(2);
const client = new deepl.DeepLClient('any-key', { serverUrl, maxRetries: 1 });

await writeFile(`${folder}/letter.txt`, 'Good morning!\n\nWhere is the station?\n');
const whole = await client.translateDocument(`${folder}/letter.txt`, `${folder}/brief.txt`, 'en', 'de');

await writeFile(`${folder}/page.html`, '<html><body><p>Good <b>morning</b>!</p><script>var a = "Good morning!";</script></body></html>');
await client.translateDocument(`${folder}/page.html`, `${folder}/seite.html`, null, 'de');

const failure = await client.translateDocument(Buffer.from('{"title": '), `${folder}/none.json`, 'en', 'de', { filename: 'broken.json' })
  .then(() => null, error => ({ type: error.constructor.name, message: error.message }));

const tags = await client.translateText('<p>Good <b>morning</b>!</p>', 'en', 'de', { tagHandling: 'html' });
const xml = await client.translateText('<a>Good morning! <keep>Good morning!</keep></a>', 'en', 'de', { tagHandling: 'xml', ignoreTags: ['keep'], outlineDetection: false, nonSplittingTags: 'b,c' });

console.log(JSON.stringify({
  status: whole.status,
  billed: whole.billedCharacters,
  text: await readFile(`${folder}/brief.txt`, 'utf8'),
  page: await readFile(`${folder}/seite.html`, 'utf8'),
  failure,
  tags: tags.text,
  xml: xml.text,
}));
