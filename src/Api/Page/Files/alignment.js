// Which characters of the source belong to which of the translation.

/** From "0:4-0:3 6:10-5:9" (inclusive offsets, source and target) to pairs of ranges. */
export function parseAlignment(text) {
  return (text ?? '').split(' ').filter(Boolean).map(pair => {
    const [source, target] = pair.split('-').map(range => {
      const [start, end] = range.split(':').map(Number);
      return { start, end };
    });
    return { source, target };
  });
}

/** The source ranges of the pairs whose target touches `word`, in their order and without repetition. */
export function sourcesOf(pairs, word) {
  const found = new Map();
  for (const { source, target } of pairs) {
    if (target.start <= word.end && word.start <= target.end)
      found.set(source.start, source);
  }

  return [...found.values()].sort((a, b) => a.start - b.start);
}
