import * as deepl from 'deepl-node';

const options = { serverUrl: process.argv[2] };
const early = await new deepl.DeepLClient('any-key', { ...options, maxRetries: 0 }).translateText('Where is the fox?', 'en', 'de').then(() => null, error => error.message);
console.log(JSON.stringify({ early }));   // now the test publishes a model

const late = await new deepl.DeepLClient('any-key', { ...options, maxRetries: 5 }).translateText('Where is the fox?', 'en', 'de');
console.log(JSON.stringify({ billed: late.billedCharacters }));
