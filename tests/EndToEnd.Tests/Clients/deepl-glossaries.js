import { readFile, writeFile } from 'node:fs/promises';
import * as deepl from 'deepl-node';

const [serverUrl, folder] = process.argv.slice(2);
const client = new deepl.DeepLClient('any-key', { serverUrl, maxRetries: 0 });
const failure = call => call().then(() => null, error => ({ type: error.constructor.name, message: error.message }));
const text = 'We are at the station.';

const made = await client.createGlossary('Railway', 'en', 'de', new deepl.GlossaryEntries({ entries: { station: 'Haltestelle', 'Acme, Inc.': 'Acme, Inc.' } }));
const fromCsv = await client.createGlossaryWithCsv('Book', 'de', 'en-US', Buffer.from('Buch,"volume, large"\nHaus,home,de,en\n'));
const fetched = await client.getGlossary(made.glossaryId);
const entries = (await client.getGlossaryEntries(made)).entries();
const csvEntries = (await client.getGlossaryEntries(fromCsv)).entries();
const listed = (await client.listGlossaries()).map(glossary => glossary.name);
const translated = await client.translateText(text, 'en', 'de', { glossary: made });
const byIds = await client.translateText(text, 'en', 'de', { glossaryIds: [made.glossaryId] });

await writeFile(`${folder}/letter.txt`, text);
await client.translateDocument(`${folder}/letter.txt`, `${folder}/brief.txt`, 'en', 'de', { glossary: made });

const wrongWay = await failure(() => client.translateText('Guten Tag!', 'de', 'en-US', { glossary: made }));
const duplicate = await failure(() => client.createGlossaryWithCsv('Twice', 'en', 'de', Buffer.from('a,b\na,c\n')));

const several = await client.createMultilingualGlossary('Both', [
  { sourceLangCode: 'en', targetLangCode: 'de', entries: new deepl.GlossaryEntries({ entries: { station: 'Haltestelle' } }) },
  { sourceLangCode: 'de', targetLangCode: 'en', entries: new deepl.GlossaryEntries({ entries: { Buch: 'volume' } }) },
]);
await client.updateMultilingualGlossaryName(several, 'Renamed');
await client.updateMultilingualGlossaryDictionary(several, { sourceLangCode: 'en', targetLangCode: 'de', entries: new deepl.GlossaryEntries({ entries: { train: 'Bahn' } }) });
await client.replaceMultilingualGlossaryDictionary(several, { sourceLangCode: 'de', targetLangCode: 'en', entries: new deepl.GlossaryEntries({ entries: { Haus: 'home' } }) });
await client.replaceMultilingualGlossaryDictionaryWithCsv(several.glossaryId, 'de', 'en', 'Haus,home\nTür,gate\n');
const severalFetched = await client.getMultilingualGlossary(several.glossaryId);
const severalEntries = (await client.getMultilingualGlossaryDictionaryEntries(several, 'en', 'de')).entries.entries();
const severalTranslated = await client.translateText(text, 'en', 'de', { glossary: several });
await client.deleteMultilingualGlossaryDictionary(several, 'de', 'en');
const severalLeft = (await client.listMultilingualGlossaries()).find(glossary => glossary.glossaryId === several.glossaryId);
await client.deleteMultilingualGlossary(several);

await client.deleteGlossary(made);
await client.deleteGlossary(fromCsv.glossaryId);

console.log(JSON.stringify({
  pairs: await client.getGlossaryLanguagePairs(),
  made: { name: made.name, ready: made.ready, sourceLang: made.sourceLang, targetLang: made.targetLang, entryCount: made.entryCount },
  age: Date.now() - made.creationTime.getTime(),
  same: JSON.stringify(fetched) === JSON.stringify(made),
  entries,
  csvEntries,
  listed,
  translated: translated.text,
  byIds: byIds.text,
  document: await readFile(`${folder}/brief.txt`, 'utf8'),
  wrongWay,
  duplicate,
  several: { name: severalFetched.name, dictionaries: severalFetched.dictionaries },
  severalEntries,
  severalTranslated: severalTranslated.text,
  severalLeft: severalLeft.dictionaries.length,
  left: (await client.listGlossaries()).length,
  gone: await failure(() => client.getGlossary(made.glossaryId)),
  goneEntries: await failure(() => client.getGlossaryEntries(made)),
  goneDelete: await failure(() => client.deleteGlossary(made)),
  goneSeveral: await failure(() => client.getMultilingualGlossary(several.glossaryId)),
  goneTranslation: await failure(() => client.translateText(text, 'en', 'de', { glossary: made })),
}));
