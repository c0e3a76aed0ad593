// Documents: dropped on the page or chosen, sent, translated, and saved.

import { linkTo, translateDocument, Problem } from './service.js';
import { DETECT } from './choices.js';

export class Documents {
  /** `elements`: area, input, button, card, name, progress, state. `languages()` gives source and target. */
  constructor(elements, languages, onProblem) {
    Object.assign(this, elements);
    this.languages = languages;
    this.onProblem = onProblem;
    this.formats = [];

    this.button.addEventListener('click', () => this.input.click());
    this.input.addEventListener('change', () => this.take(this.input.files));
    for (const name of ['dragenter', 'dragover'])
      this.area.addEventListener(name, event => this.drag(event));
    for (const name of ['dragleave', 'drop'])
      this.area.addEventListener(name, () => this.area.classList.remove('dropping'));
    this.area.addEventListener('drop', event => this.drop(event));
  }

  /** The endings that the service takes, `.txt` and so on. */
  allow(formats) {
    this.formats = formats;
    this.input.accept = formats.join();
    this.button.hidden = formats.length === 0;
  }

  drag(event) {
    if (this.formats.length === 0 || !event.dataTransfer.types.includes('Files'))
      return;

    event.preventDefault();
    this.area.classList.add('dropping');
  }

  drop(event) {
    if (event.dataTransfer.files.length === 0)
      return;

    event.preventDefault();
    this.take(event.dataTransfer.files);
  }

  async take([file]) {
    this.input.value = '';
    if (!file)
      return;

    const { source, target } = this.languages();
    this.card.hidden = false;
    this.name.textContent = file.name;
    this.say('Sending…', 0);
    try {
      const address = await translateDocument(file, source ?? DETECT, target, share =>
        this.say(share === 1 ? 'Translating…' : 'Sending…', share === 1 ? null : share));
      const link = await linkTo(address);
      this.say('Translated.', 1);
      this.save(link, decodeURIComponent(address.split('/').at(-1)).replace(/^[^.]*\./, ''));
    } catch (error) {
      this.card.hidden = true;
      this.onProblem(error instanceof Problem ? error : new Problem(`${file.name}: ${error.message}`));
    }
  }

  /** `share` is null where nobody knows how long it takes. */
  say(text, share) {
    this.state.textContent = text;
    if (share === null)
      this.progress.removeAttribute('value');
    else
      this.progress.value = share;
  }

  save(address, name) {
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.textContent = 'Save the translation';
    this.state.append(' ', link);
    link.click();
  }
}
