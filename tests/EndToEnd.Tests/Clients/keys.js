import { createRequire } from 'node:module';
import * as deepl from 'deepl-node';

const { libreTranslate } = createRequire(import.meta.url)('libretranslate-ts');
const { translate } = createRequire(import.meta.url)('libretranslate');
const [serverUrl, right] = process.argv.slice(2);

const outcome = async call => {
  try {
    return { value: await call() };
  } catch (error) {
    return { type: error.constructor.name, message: String(error.message ?? error) };
  }
};

const withLibreTranslateTs = key => {
  libreTranslate.setApiEndpoint(serverUrl);
  libreTranslate.setApiKey(key);
  return libreTranslate.translate('Good morning!', 'en', 'de');
};

const withLibreTranslate = apiKey => translate({ query: 'Good morning!', source: 'en', target: 'de', format: 'text', apiurl: serverUrl, apiKey });

const withDeepL = async key => (await new deepl.DeepLClient(key, { serverUrl, maxRetries: 0 }).translateText('Good morning!', 'en', 'de')).text;

console.log(JSON.stringify({
  deepl: { right: await outcome(() => withDeepL(right)), wrong: await outcome(() => withDeepL('wrong')) },
  libreTranslateTs: { right: await withLibreTranslateTs(right), wrong: await withLibreTranslateTs('wrong') },
  libreTranslate: { right: await outcome(() => withLibreTranslate(right)), wrong: await outcome(() => withLibreTranslate('wrong')) },
}));
