// Compiled strictly against the types that openapi-typescript makes of the service's document.
import createClient from 'openapi-fetch';
import type { components, paths } from './service.js';

declare const process: { argv: string[] };

// An operation may answer in other kinds too, such as events; here JSON is asked for.
const client = createClient<paths, `application/${string}`>({ baseUrl: process.argv[2] });

const texts = (value: components['schemas']['TextOrTexts']): string[] => typeof value === 'string' ? [value] : value;

const translated = await client.POST('/translate', {
  body: { q: ['Good morning!', 'Where is the station?'], source: 'en', target: 'de', format: 'text', alternatives: 1, options: { scores: true } },
});
if (translated.error) throw new Error(translated.error.title);

const refused = await client.POST('/translate', { body: { q: 'Hello', source: 'en', target: 'xx' } });
const detected = await client.POST('/detect', { body: { q: 'Wie spät ist es?' } });
const languages = await client.GET('/languages');
const models = await client.GET('/models');
const ready = await client.GET('/health/ready');
const document = await client.POST('/translate_file', {
  body: { file: 'Good morning!', source: 'en', target: 'de' },
  bodySerializer: body => {
    const form = new FormData();
    form.set('file', new Blob([body.file]), 'letter.txt');
    form.set('source', body.source);
    form.set('target', body.target);
    return form;
  },
});

const name = document.data?.translatedFileUrl.split('/').pop() ?? '';
const download = await client.GET('/download_file/{name}', { params: { path: { name } }, parseAs: 'text' });

console.log(JSON.stringify({
  texts: texts(translated.data.translatedText),
  score: typeof translated.data.results?.[0].score,
  model: translated.data.model?.name,
  refused: { type: refused.error?.type, fields: Object.keys(refused.error?.errors ?? {}) },
  detected: detected.data?.[0].language,
  targets: languages.data?.[0].targets,
  directions: models.data?.[0].directions.length,
  ready: ready.data?.status satisfies 'ok' | 'starting' | 'no model' | 'stopping' | undefined,
  document: download.data,
}));
