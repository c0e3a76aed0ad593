// The page: what is typed on the left is translated on the right.

import { Choices } from './choices.js';
import { Documents } from './documents.js';
import { heatMap } from './heatmap.js';
import { keepKey } from './key.js';
import { showMarks } from './mirror.js';
import { Output } from './output.js';
import { recall, remember } from './remembered.js';
import * as service from './service.js';
import { setUpTheme } from './theme.js';

const PAUSE = 250;         // milliseconds without a key before a translation is asked for
const NEXT_TRY = 3000;     // milliseconds until a service that was away is asked again
const ALTERNATIVES = 3;
const LONG = 200;          // characters from which on a translation is shown while it grows, and so is one of several sentences
const SEVERAL = /\n\s*\S|[.!?…]\s+\S|[。！？]\s*\S/;

const byId = id => document.getElementById(id);
const [text, output] = [byId('text'), byId('output')];

let pending = null;        // the request that is under way
let timer = 0;             // until the next one
let revival = 0;           // until a service that was not there at the start is asked again
let answer = null;         // the last one shown
let hasAttention = true;   // until the model that the choices lead to says otherwise
let limit = 0;             // characters that the service takes at once; 0 where it does not say

const words = new Output(output, (ranges, word) => {
  showMarks(byId('mirror'), text.value, ranges);
  byId('announcement').textContent = word ? describe(ranges, word) : '';
});

const choices = new Choices(
  { source: byId('source'), target: byId('target'), model: byId('model'), modelLabel: byId('model-choice'), swapButton: byId('swap') },
  () => {
    hasAttention = true;
    request(0);
  });

const documents = new Documents(
  {
    area: byId('panes'), input: byId('file'), button: byId('choose-file'),
    card: byId('document'), name: byId('document-name'), progress: byId('document-progress'), state: byId('document-state'),
  },
  () => choices.request,
  showProblem);

setUpTheme(byId('theme'));
setUpSwitch('show-confidence', isOn => {
  document.body.classList.toggle('show-confidence', isOn);
  byId('legend').hidden = !isOn;
});
setUpSwitch('show-attention', () => request(0));

text.addEventListener('input', () => request(PAUSE));
text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
    request(0);
});
byId('clear').addEventListener('click', () => type(''));
byId('retry').addEventListener('click', () => choices.languages ? request(0) : start());
byId('key-form').addEventListener('submit', event => {
  event.preventDefault();
  keepKey(byId('key').value.trim());
  byId('key').value = '';
  start();
});
byId('swap').addEventListener('click', swap);
byId('copy').addEventListener('click', copy);
document.addEventListener('keydown', event => {
  if (event.altKey && event.code === 'KeyS') {
    event.preventDefault();
    swap();
  }
});

start();

/** Asks what is served; again and again while nobody answers. */
async function start() {
  clearTimeout(revival);
  try {
    const [languages, models] = await Promise.all([service.languages(), service.models()]);
    choices.fill(languages, models);
    showProblem(null);
    request(0);
    const settings = await service.settings();
    documents.allow(settings?.filesTranslation ? settings.supportedFilesFormat : []);
    limit = Math.max(0, settings?.charLimit ?? 0);
    showCount();
  } catch (error) {
    showProblem(error);
    if (!error.wantsKey)
      revival = setTimeout(start, NEXT_TRY);
  }
}

/** Translates after a pause; a newer request takes the place of an older one. */
function request(pause) {
  clearTimeout(timer);
  pending?.abort();
  pending = null;
  showText();
  if (text.value.trim() === '')
    show(null);
  else if (choices.languages)
    timer = setTimeout(translate, pause);
}

async function translate() {
  const mine = pending = new AbortController();
  output.classList.add('waiting');
  output.ariaBusy = 'true';
  try {
    const given = await ask(mine);
    showProblem(null);
    show(given);
  } catch (error) {
    if (error.name === 'AbortError' || pending !== mine)
      return;

    if (hasAttention && error.fields?.includes('options.alignment')) {
      hasAttention = false;   // some members of the family have none; they translate without
      return translate();
    }

    show(answer);
    showProblem(error);
    if (error.temporary)
      timer = setTimeout(translate, NEXT_TRY);
  }
}

/** The translation; a long one is shown while it grows. */
function ask(mine) {
  const { source, target, model } = choices.request;
  const body = {
    q: text.value, source, target, alternatives: ALTERNATIVES,
    options: { alignment: hasAttention, confidence: true, attention: hasAttention && byId('show-attention').checked, model },
  };
  const isLong = body.q.length > LONG || SEVERAL.test(body.q);
  return isLong ? service.translateGrowing(body, mine.signal, beginning => pending === mine && grow(beginning)) : service.translate(body, mine.signal);
}

/** Nothing of this is read aloud: the output is busy until the whole is there. */
function grow(beginning) {
  output.lang = choices.request.target ?? '';
  output.classList.remove('waiting');
  words.grow(beginning);
  byId('copy').disabled = true;
}

function show(given) {
  answer = given;
  const result = given?.results?.[0];
  output.lang = choices.request.target ?? '';
  output.classList.remove('waiting');
  output.ariaBusy = 'false';
  words.show(given?.translatedText ?? '', result?.sentences);
  byId('copy').disabled = !given;
  byId('answered').textContent = given ? credit(given) : '';
  showWarnings((result?.sentences ?? []).flatMap(sentence => sentence.warnings ?? []));
  showAlternatives(given?.alternatives ?? []);
  showAttention(result?.sentences ?? []);
}

function showWarnings(warnings) {
  byId('warnings').hidden = warnings.length === 0;
  byId('warnings').replaceChildren(...[...new Set(warnings.map(warning => warning.message))].map(message => {
    const item = document.createElement('li');
    item.textContent = message;
    return item;
  }));
}

function showAlternatives(alternatives) {
  byId('alternatives').hidden = alternatives.length === 0;
  byId('alternative-list').replaceChildren(...alternatives.map(alternative => {
    const [item, button] = [document.createElement('li'), document.createElement('button')];
    button.type = 'button';
    button.textContent = alternative;
    button.addEventListener('click', () => words.show(alternative));
    item.append(button);
    return item;
  }));
}

function showAttention(sentences) {
  const known = sentences.filter(sentence => sentence.attention);
  byId('attention').hidden = known.length === 0;
  byId('heat-maps').replaceChildren(...known.map(heatMap));
}

function showText() {
  showMarks(byId('mirror'), text.value, []);
  byId('clear').disabled = text.value === '';
  showCount();
}

function showCount() {
  const count = text.value.length.toLocaleString('en');
  byId('count').textContent = limit > 0 ? `${count} / ${limit.toLocaleString('en')}` : `${count} characters`;
}

function showProblem(error) {
  byId('problem').hidden = !error;
  byId('retry').hidden = !error?.temporary;
  byId('key-form').hidden = !error?.wantsKey;
  byId('problem-text').textContent = error?.message ?? '';
}

function type(value) {
  text.value = value;
  text.focus();
  request(0);
}

function swap() {
  const translated = answer?.translatedText;
  if (choices.swap(answer?.detectedLanguage?.language) && translated)
    type(translated);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(output.textContent);
    byId('copy').textContent = 'Copied';
    setTimeout(() => byId('copy').textContent = 'Copy', 1500);
  } catch {
    getSelection().selectAllChildren(output);   // a page without https may not write; the user's own Ctrl+C may
  }
}

/** A check box whose state the browser remembers. */
function setUpSwitch(id, onChange) {
  const box = byId(id);
  box.checked = recall(id) === 'true';
  box.addEventListener('change', () => {
    remember(id, box.checked);
    onChange(box.checked);
  });
  onChange(box.checked);
}

/** Who translated from what, in what time; there is no model where nothing had to be translated. */
function credit({ model, timings, detectedLanguage }) {
  const from = detectedLanguage ? [`from ${choices.nameOf(detectedLanguage.language)}`] : [];
  const by = model ? [`${model.name} ${model.version}`, `${Math.round(timings.total)} ms`] : ['nothing to translate'];
  return [...from, ...by].join(' · ');
}

function describe(ranges, word) {
  const from = ranges.map(({ start, end }) => text.value.slice(start, end + 1)).join(' … ');
  return `${word.text}: from “${from}”, ${Math.round(100 * word.confidence)} % sure`;
}
