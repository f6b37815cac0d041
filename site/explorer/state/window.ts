/** The index of the size nearest to n, in log n. */
export function nearestSize(sizes: readonly number[], n: number): number {
  const distance = (size: number): number => Math.abs(Math.log(size / n));
  return sizes.reduce((best, size, k) => (distance(size) < distance(sizes[best]) ? k : best), 0);
}

/** The window between two sizes given by their indices, in either order; undefined where they are one. */
export function windowBetween(sizes: readonly number[], a: number, b: number): readonly [number, number] | undefined {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === high || sizes.length < 2 ? undefined : [sizes[low], sizes[high]];
}
