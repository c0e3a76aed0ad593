// The translation, word by word: a word under the pointer or the keyboard's cursor shows what it was translated from.

import { parseAlignment, sourcesOf } from './alignment.js';

const DOUBTFUL = 0.4, UNSURE = 0.7;

export class Output {
  /** `onWord` gets the source ranges of the word that is looked at, none when it is left. */
  constructor(element, onWord) {
    this.element = element;
    this.onWord = onWord;
    this.text = '';
    this.words = [];
    this.current = -1;

    element.addEventListener('pointerover', event => this.look(this.words.findIndex(word => word.span === event.target)));
    element.addEventListener('pointerleave', () => this.look(-1));
    element.addEventListener('blur', () => this.look(-1));
    element.addEventListener('keydown', event => this.walk(event));
  }

  /** Shows a text and, where its sentences are known, its words. */
  show(text, sentences = []) {
    this.look(-1);
    this.pairs = sentences.flatMap(sentence => parseAlignment(sentence.alignment));
    this.text = text;
    this.words = [];
    const parts = [];
    let next = 0;
    for (const word of sentences.flatMap(sentence => sentence.words ?? [])) {
      if (word.start < next || word.end >= text.length)
        continue;

      const span = document.createElement('span');
      span.className = `word ${sureness(word.confidence)}`;
      span.textContent = text.slice(word.start, word.end + 1);
      parts.push(text.slice(next, word.start), span);
      this.words.push({ ...word, span });
      next = word.end + 1;
    }

    this.element.replaceChildren(...parts, text.slice(next));
  }

  /** Shows the beginning of a translation that is under way; of the one before it stays what stands behind. */
  grow(beginning) {
    this.look(-1);
    this.words = [];
    const rest = document.createElement('span');
    rest.className = 'rest';
    rest.textContent = this.text.slice(beginning.length - 1).replace(/^(\s|\S*)/, '');   // from the next word on
    this.element.replaceChildren(beginning, rest);
  }

  look(index) {
    if (index === this.current)
      return;

    this.words[this.current]?.span.classList.remove('marked');
    this.current = index;
    const word = this.words[index];
    word?.span.classList.add('marked');
    this.onWord(word ? sourcesOf(this.pairs, word) : [], word);
  }

  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || this.words.length === 0)
      return;

    event.preventDefault();
    const from = this.current < 0 && step < 0 ? this.words.length : this.current;
    this.look(Math.min(this.words.length - 1, Math.max(0, from + step)));
  }
}

const sureness = confidence => confidence < DOUBTFUL ? 'sure-0' : confidence < UNSURE ? 'sure-1' : 'sure-2';
