/** Slips of the keyboard. */

/** The word nearest to `key`, if one is near enough to be a slip of the keyboard. */
export function closest(key: string, words: readonly string[]): string | undefined {
  if (key.length > 64) return undefined;
  // A single letter is near to every other one, which says nothing.
  const limit = Math.min(key.length - 1, Math.max(1, Math.floor(key.length / 3)));
  const near = words
    .map((word) => ({ word, distance: distance(key.toLowerCase(), word.toLowerCase()) }))
    .filter((candidate) => candidate.distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.word.localeCompare(b.word));
  return near[0]?.word;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
