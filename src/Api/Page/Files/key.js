// The caller's key: kept by the browser's tab, and forgotten with it.

const PLACE = 'seq2seq.key';

let inMemory = '';

function key() {
  try {
    return sessionStorage.getItem(PLACE) ?? inMemory;
  } catch {
    return inMemory;   // storage is switched off
  }
}

export function keepKey(value) {
  inMemory = value;
  try {
    sessionStorage.setItem(PLACE, value);
  } catch {
    // It lasts as long as the page.
  }
}

export const hasKey = () => key() !== '';

/** The headers that show the key; none without one. */
export const keyHeaders = () => hasKey() ? { Authorization: `Bearer ${key()}` } : {};
