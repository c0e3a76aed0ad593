// What the browser keeps of the user's choices. A browser that keeps nothing is fine too.

export function recall(name) {
  try {
    return localStorage.getItem(`seq2seq.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`seq2seq.${name}`, value);
  } catch {
    // Storage is switched off; the choice lasts as long as the page.
  }
}
