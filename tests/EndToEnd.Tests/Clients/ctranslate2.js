// CTranslate2 itself, as its npm package has it: translates the lines of a file with a directory of `worker export --format ctranslate2`.
// Prints what it wrote, and how long that took the last time of `turns`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { load } from './older-glibc.js';

const [modelPath, lines, room, beam = '1', rows = '32', turns = '1', threads = '1'] = process.argv.slice(2);
const { Ct2Translator } = load(join(dirname(createRequire(import.meta.url).resolve('ctranslate2')), 'ct2.linux-x64-gnu.node'), room);

const translator = new Ct2Translator({ modelPath, threads: Number(threads) });
const options = { beamSize: Number(beam), maxBatchSize: Number(rows), returnScores: true };
const texts = readFileSync(lines, 'utf8').trimEnd().split('\n');

// One row at a time comes as requests do: the next when the last is answered.
const translate = async () => {
  if (rows !== '1') return translator.translateBatch(texts, options);

  const translations = [];
  for (const text of texts) translations.push(...await translator.translateBatch([text], options));
  return translations;
};

let translations, seconds;
for (let turn = 0; turn < Number(turns); turn++) {
  const start = performance.now();
  translations = await translate();
  seconds = (performance.now() - start) / 1000;
}

console.log(JSON.stringify({ translations, seconds }));
