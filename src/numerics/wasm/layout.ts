/**
 * Where things lie in a kernel's memory, in bytes: parameters, sums and scratch first, then the columns of a sample,
 * then two more columns that a likelihood needs. Scratch is laid out by src/assembly (pass.ts, gram.ts, draw.ts).
 */
export interface SpaceLayout {
  readonly parameters: number;
  readonly sums: number;
  readonly work: number;
  readonly x: number;
  readonly y: number;
  /** log f0 of every row. */
  readonly frozen: number;
  /** Posterior probability of the prompt, every row. */
  readonly posterior: number;
  readonly bytes: number;
}

const COLUMN_BYTES = 1024;
/** Scratch columns of a pass beside the covariates and their products: as many as the softmax gate's has. */
const FIXED_COLUMNS = 13;
/** Doubles at `parameters`: six numbers, two etas and a softmax gate when a sample is drawn, fewer in a likelihood. */
const parameterDoubles = (dimension: number): number => 6 + 3 * (dimension + 1);
/** The kernel reads pairs of rows: room after the last column. */
const PADDING = 64;
/** The kernel's constants end before this address (checked against Kernel.workAt). */
export const CONSTANT_BYTES = 4096;

/** Entries of eta are worked on in groups of three. */
export const TILE_SIDE = 3;
export const TILE_SUMS = 9;
/** Sums of a pass that meet no covariate: log p, lambda, lambda lambda, nu, lambda nu, nu nu. */
export const SCALAR_SUMS = 6;

/** Doubles that a pass with q entries of eta returns: the scalars, then tiles of nine. */
export function passSums(q: number): number {
  const tiles = Math.ceil(q / TILE_SIDE);
  return SCALAR_SUMS + TILE_SUMS * (tiles + (tiles * (tiles + 1)) / 2);
}

/** Sums of a softmax gate's pass that meet no covariate: log p, nu, nu nu. */
export const SOFTMAX_SCALARS = 3;

/** Doubles that a softmax gate's pass returns: the scalars, (w, u, w nu) and u nu with (x, 1), then three Gram sums. */
export function softmaxSums(dimension: number): number {
  const tiles = Math.ceil((dimension + 1) / TILE_SIDE);
  const pairs = (tiles * (tiles + 1)) / 2;
  return SOFTMAX_SCALARS + (TILE_SUMS + TILE_SIDE) * tiles + 3 * TILE_SUMS * pairs;
}

const align = (address: number): number => Math.ceil(address / 64) * 64;

/** The layout for n rows of the given dimension, with room for any expert; `from` is the first free address. */
export function spaceLayout(n: number, dimension: number, from: number = CONSTANT_BYTES): SpaceLayout {
  const q = dimension + 1;
  const sums = from + 8 * parameterDoubles(dimension);
  const most = Math.max(passSums(q), softmaxSums(dimension));
  const work = align(sums + 8 * most);
  const columns = FIXED_COLUMNS + 2 * TILE_SIDE * Math.ceil(q / TILE_SIDE);
  const x = align(work + columns * COLUMN_BYTES + 16 * most);
  const y = x + 8 * n * dimension;
  const frozen = y + 8 * n;
  const posterior = frozen + 8 * n;
  return { parameters: from, sums, work, x, y, frozen, posterior, bytes: posterior + 8 * n + PADDING };
}
