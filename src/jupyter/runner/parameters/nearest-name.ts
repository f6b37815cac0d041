/** The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours each count 1. */
export function editDistance(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of a.entries()) {
    const row = [i + 1];
    for (const [j, other] of b.entries()) {
      const replaced = (last[j] ?? 0) + (letter === other ? 0 : 1);
      const swapped = i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === other ? (before[j - 1] ?? 0) + 1 : replaced;
      row.push(Math.min(replaced, swapped, (last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The name that was probably meant: the nearest, case aside, when no more than a third of its letters differ (or one). */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((each) => ({ each, distance: editDistance(name.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (!best) return undefined;
  return best.distance <= Math.max(1, Math.floor(best.each.length / 3)) ? best.each : undefined;
}
