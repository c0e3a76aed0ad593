import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as deepl from 'deepl-node';

const [one, other] = process.argv.slice(2).map(serverUrl => new deepl.DeepLClient('any-key', { serverUrl, maxRetries: 0 }));
const folder = await mkdtemp(join(tmpdir(), 'replicas-'));
const letter = Buffer.from('Good morning!\n\nWhere is the station?\n');

const sent = await one.uploadDocument(letter, 'en', 'de', { filename: 'letter.txt' });
let status;
do {
  status = await other.getDocumentStatus(sent);
} while (!status.done() && status.ok());
await other.downloadDocument(sent, `${folder}/brief.txt`);
const gone = await one.downloadDocument(sent, `${folder}/again.txt`).then(() => false, () => true);

const alone = await other.translateText(['Good morning!', 'Where is the station?'], 'en', 'de');
console.log(JSON.stringify({
  status: status.status,
  through: await readFile(`${folder}/brief.txt`, 'utf8'),
  alone: `${alone[0].text}\n\n${alone[1].text}\n`,
  gone,
}));
await rm(folder, { recursive: true });
