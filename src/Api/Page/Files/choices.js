// Which languages and which model: what the service lists, and what the user chose of it.

import { recall, remember } from './remembered.js';

export const DETECT = 'auto';

const ANY_MODEL = '';

export class Choices {
  /** `elements` are the selects source, target and model, model's label, and the swap button; `onChange` is told of every choice. */
  constructor(elements, onChange) {
    Object.assign(this, elements);
    this.onChange = onChange;
    this.source.addEventListener('change', () => this.chosen());
    this.target.addEventListener('change', () => this.chosen());
    this.model.addEventListener('change', () => this.chosen());
  }

  fill(languages, models) {
    [this.languages, this.models] = [languages, models.filter(model => model.version)];
    options(this.source, [[DETECT, 'Detect language'], ...languages.map(language => [language.code, language.name])], recall('source') ?? DETECT);
    options(this.model, [[ANY_MODEL, 'chosen by the languages'], ...this.models.map(model => [model.name, model.name])], recall('model') ?? ANY_MODEL);
    this.modelLabel.hidden = this.models.length < 2 && this.models.every(model => model.directions.length > 0);
    this.fillTargets(recall('target'));
    this.show();
  }

  /** The request's own members. */
  get request() {
    const languages = this.needsLanguages ? { source: this.source.value, target: this.target.value } : {};
    return { ...languages, model: this.model.value || undefined };
  }

  nameOf(code) {
    return this.languages.find(language => language.code === code)?.name ?? code;
  }

  /** Nothing is translated from a language to itself, and a model for another task has no languages. */
  get needsLanguages() {
    const model = this.models?.find(model => model.name === this.model.value);
    return !model || model.directions.length > 0;
  }

  /** Exchanges the languages, where the source is known and somebody translates back; `detected` stands in for "detect". */
  swap(detected) {
    const source = this.source.value === DETECT ? detected : this.source.value;
    const back = this.target.value;
    if (!source || !this.languages.some(language => language.code === back && language.targets.includes(source)))
      return false;

    this.source.value = back;
    this.fillTargets(source);
    this.chosen();
    return true;
  }

  chosen() {
    this.fillTargets(this.target.value);
    remember('source', this.source.value);
    remember('target', this.target.value);
    remember('model', this.model.value);
    this.show();
    this.onChange();
  }

  show() {
    for (const element of [this.source, this.target, this.swapButton])
      element.disabled = !this.needsLanguages;
  }

  fillTargets(wanted) {
    const source = this.languages.find(language => language.code === this.source.value);
    const codes = new Set((source ? [source] : this.languages).flatMap(({ code, targets }) => targets.filter(target => target !== code)));
    const targets = this.languages.concat(unlisted(codes, this.languages)).filter(language => codes.has(language.code));
    options(this.target, targets.map(language => [language.code, language.name]), wanted);
  }
}

/** Languages that are written only, and so have no entry of their own. */
const unlisted = (codes, languages) =>
  [...codes].filter(code => !languages.some(language => language.code === code)).map(code => ({ code, name: nameOf(code) }));

function nameOf(code) {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code);
  } catch {
    return code;
  }
}

/** Fills a select and chooses `wanted` where it is offered. */
function options(select, entries, wanted) {
  select.replaceChildren(...entries.map(([value, text]) => new Option(text, value)));
  if (entries.some(([value]) => value === wanted))
    select.value = wanted;
}
