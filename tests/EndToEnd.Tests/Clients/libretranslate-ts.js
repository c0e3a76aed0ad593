import { createRequire } from 'node:module';

const { libreTranslate } = createRequire(import.meta.url)('libretranslate-ts');

libreTranslate.setApiEndpoint(process.argv[2]);
libreTranslate.setApiKey('any');

console.log(JSON.stringify({
  languages: await libreTranslate.listLanguages(),
  detected: await libreTranslate.detect('Wo ist bitte der Bahnhof?'),
  translated: await libreTranslate.translate('Good morning!', 'en', 'de'),
  automatic: await libreTranslate.translate('Guten Morgen!', 'auto', 'en', 2),
  refused: await libreTranslate.translate('Good morning!', 'en', 'zz'),
  empty: await libreTranslate.translate('', 'en', 'de'),
}));
