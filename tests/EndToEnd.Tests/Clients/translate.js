import translate from 'translate';

translate.engine = 'libre';
translate.url = new URL('/translate', process.argv[2]).href;
translate.key = 'any';

const refused = await translate('Good morning!', { from: 'de', to: 'fr' }).then(text => ({ text }), error => ({ error: String(error.message ?? error) }));

console.log(JSON.stringify({
  translated: await translate('Good morning!', { from: 'en', to: 'de' }),
  back: await translate('Guten Morgen!', { from: 'de', to: 'en' }),
  refused,
}));
