import * as deepl from 'deepl-node';

const client = new deepl.DeepLClient('any-key', { serverUrl: process.argv[2], maxRetries: 1 });

const failure = async call => {
  try {
    await call();
    return null;
  } catch (error) {
    return { type: error.constructor.name, message: error.message };
  }
};

const started = Date.now();
const one = await client.translateText('Good morning!', null, 'de');
const firstMilliseconds = Date.now() - started;

console.log(JSON.stringify({
  firstMilliseconds,
  one,
  several: await client.translateText(['Good morning!', 'Where is the station?'], 'en', 'de'),
  back: await client.translateText('Guten Morgen!', 'de', 'en-US'),
  options: await client.translateText('Good morning!', 'en', 'de', {
    formality: 'prefer_more', splitSentences: 'nonewlines', preserveFormatting: true, context: 'A greeting.', modelType: 'prefer_quality_optimized',
    extraRequestParameters: { beam_size: '5' },
  }),
  sources: await client.getSourceLanguages(),
  targets: await client.getTargetLanguages(),
  usage: await client.getUsage(),
  unknownTarget: await failure(() => client.translateText('Good morning!', 'en', 'fr')),
  unknownSource: await failure(() => client.translateText('Good morning!', 'fr', 'de')),
  formality: await failure(() => client.translateText('Good morning!', 'en', 'de', { formality: 'more' })),
  tooLong: await failure(() => client.translateText('a '.repeat(5000), 'en', 'de')),
}));
