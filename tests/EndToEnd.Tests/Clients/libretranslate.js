import { createRequire } from 'node:module';

const { translate } = createRequire(import.meta.url)('libretranslate');
const apiurl = process.argv[2];

const outcome = async call => {
  try {
    return { value: await call };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
};

console.log(JSON.stringify({
  translated: await outcome(translate({ query: 'Good morning!', source: 'en', target: 'de', format: 'text', apiurl, apiKey: 'any' })),
  refused: await outcome(translate({ query: 'Good morning!', source: 'en', target: 'zz', apiurl })),
}));
