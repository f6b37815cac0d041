// Where the passes of a softmax gate keep their columns and sums between the steps of a chunk.

import { COLUMN, TILE } from "./gram";
import { one } from "./elementary";

// Scratch columns. The first three meet the covariates together, the fourth alone; each of the next three is the weight of
// a Gram sum. Then the covariates, their products with a weight, and the sums.
export const GATE: usize = 0, U: usize = 1, GATE_NU: usize = 2, U_NU: usize = 3;
export const GATE_GATE: usize = 4, GATE_U: usize = 5, U_U: usize = 6;
export const MEAN: usize = 7, FIRST: usize = 8, SECOND: usize = 9, Y: usize = 10, FROZEN: usize = 11, LOG_ODDS: usize = 12;
export const COVARIATES: usize = 13;

/** Sums that meet no covariate: log p, nu, nu nu. As SOFTMAX_SCALARS in src/numerics/wasm/layout.ts. */
export const SCALARS: usize = 3;

export function productsAt(work: usize, tiles: usize): usize {
  return work + (COVARIATES + tiles * 3) * COLUMN;
}

export function sumsAt(work: usize, tiles: usize): usize {
  return productsAt(work, tiles) + tiles * 3 * COLUMN;
}

export function sumBytes(tiles: usize): usize {
  return SCALARS * 16 + tiles * (TILE + TILE / 3) + 3 * ((tiles * (tiles + 1)) / 2) * TILE;
}

/** The column of ones, and zeros up to whole tiles. */
export function frame(work: usize, d: usize, tiles: usize): void {
  const covariates = work + COVARIATES * COLUMN;
  memory.fill(covariates + d * COLUMN, 0, (tiles * 3 - d) * COLUMN);
  for (let i: usize = 0; i < COLUMN; i += 16) v128.store(covariates + d * COLUMN + i, one());
}
