// The copy of the source text behind the text area, which can be marked where the text area cannot.

/** Shows `text` with the ranges marked; ranges are in order, their ends included. */
export function showMarks(mirror, text, ranges) {
  const parts = [];
  let next = 0;
  for (const { start, end } of ranges) {
    if (start < next)
      continue;

    const mark = document.createElement('mark');
    mark.textContent = text.slice(start, end + 1);
    parts.push(text.slice(next, start), mark);
    next = end + 1;
  }

  // A line break at the very end would take no room without something behind it.
  mirror.replaceChildren(...parts, text.slice(next) + '\u200b');
}
