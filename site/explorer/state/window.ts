/** The index of the size nearest to n, in log n. */
export function nearestSize(sizes: readonly number[], n: number): number {
  const distance = (size: number): number => Math.abs(Math.log(size / n));
  return sizes.reduce((best, size, k) => (distance(size) < distance(sizes[best]) ? k : best), 0);
}

/**
 * The ends of a window, as indices into `count` sizes, after one was moved to k. It stops beside the other end, and both
 * stay among the sizes, wherever they were: a window holds two sizes or more.
 */
export function withEnd(
  count: number,
  [from, to]: readonly [number, number],
  end: "from" | "to",
  k: number,
): readonly [number, number] {
  const low = Math.max(0, Math.min(from, count - 2));
  const high = Math.min(count - 1, Math.max(to, low + 1));
  return end === "from" ? [Math.max(0, Math.min(k, high - 1)), high] : [low, Math.min(count - 1, Math.max(k, low + 1))];
}

/** The window between two sizes given by their indices, in either order; undefined where they are one. */
export function windowBetween(sizes: readonly number[], a: number, b: number): readonly [number, number] | undefined {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === high || sizes.length < 2 ? undefined : [sizes[low], sizes[high]];
}
