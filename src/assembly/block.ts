// What the passes share: the blocks of rows, the columns of covariates, and the folding of a block's sums.

import { differentiate } from "./activation";
import { one } from "./elementary";
import { CHUNK, COLUMN, gram, TILE, weigh } from "./gram";
import { predict } from "./predictor";

/** Rows of a block; as BLOCK_ROWS in likelihood.ts. */
export const BLOCK: usize = 1024;

/** Scratch columns of the passes with derivatives, in units of COLUMN; the covariates, their products and the sums follow. */
export const U: usize = 1, GRAM: usize = 3, MEAN: usize = 4, FIRST: usize = 5, SECOND: usize = 6, Y: usize = 7;
export const COVARIATES: usize = 9;

/** Sums that meet no covariate: log p, lambda, lambda lambda, nu, lambda nu, nu nu. */
export const SCALARS: usize = 6;

/** Bytes of a block's sums: the scalars, then the tiles of gram(). */
export function sumBytes(tiles: usize): usize {
  return SCALARS * 16 + (tiles + (tiles * (tiles + 1)) / 2) * TILE;
}

function productsAt(work: usize, tiles: usize): usize {
  return work + (COVARIATES + tiles * 3) * COLUMN;
}

/** Where a block's sums lie. */
export function sumsAt(work: usize, tiles: usize): usize {
  return productsAt(work, tiles) + tiles * 3 * COLUMN;
}

/** Fills the covariates that no row fills: a column of ones for the bias, and zeros up to whole tiles. */
export function frame(work: usize, d: usize, bias: bool, tiles: usize): void {
  const covariates = work + COVARIATES * COLUMN;
  memory.fill(covariates + d * COLUMN, 0, (tiles * 3 - d) * COLUMN);
  if (bias) for (let i: usize = 0; i < COLUMN; i += 16) v128.store(covariates + d * COLUMN + i, one());
}

/** Where `rows` entries of a column can be read in whole chunks: there, or padded with zeros at `scratch`. */
export function padded(column: usize, scratch: usize, rows: usize): usize {
  if (rows == CHUNK) return column;
  memory.fill(scratch, 0, COLUMN);
  memory.copy(scratch, column, rows << 3);
  return scratch;
}

/** Means of the prompt's expert for one chunk, with the activation's derivatives where it has any. */
export function means(
  x: usize, stride: usize, d: usize, row: usize, rows: usize, eta: usize, bias: bool, activation: i32, work: usize,
): void {
  predict(x, stride, d, row, rows, eta, bias, work + COVARIATES * COLUMN, work + MEAN * COLUMN);
  if (activation == 0) return;
  const bytes = ((rows + 3) & ~3) << 3;
  differentiate(activation, work + MEAN * COLUMN, work + FIRST * COLUMN, work + SECOND * COLUMN, bytes);
}

/** Adds one chunk's products with the covariates to the sums. */
export function gather(work: usize, tiles: usize, sums: usize, rows: usize): void {
  const products = productsAt(work, tiles);
  const covariates = work + COVARIATES * COLUMN;
  const bytes = ((rows + 3) & ~3) << 3;
  weigh(work + GRAM * COLUMN, covariates, products, tiles * 3, bytes);
  gram(work, products, covariates, tiles, sums + SCALARS * 16, bytes);
}

/** Adds a block's sums, both lanes of each, to the doubles at `out`. */
export function fold(sums: usize, bytes: usize, out: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const lanes = v128.load(sums + i);
    const at = out + (i >> 1);
    store<f64>(at, load<f64>(at) + (f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
  }
}
