import type { Pass } from "./likelihood";
import { mirror } from "./plain-likelihood";

/** How the WebAssembly pass lays out its scratch and its sums (src/assembly/pass.ts and gram.ts). */
export interface PassLayout {
  readonly q: number;
  /** p = q + 2. */
  readonly parameters: number;
  /** Groups of three entries of eta. */
  readonly tiles: number;
  /** Doubles that one pass returns. */
  readonly sums: number;
  readonly workBytes: number;
}

/** log p, lambda, lambda lambda, nu, lambda nu, nu nu: sums that meet no covariate. */
const SCALARS = 6;
const TILE_SIDE = 3;
const TILE_SUMS = 9;
const COLUMN_BYTES = 1024;
/** Scratch columns before the covariates' copies. */
const FIXED_COLUMNS = 9;

export function passLayout(dimension: number, bias: boolean): PassLayout {
  const q = dimension + (bias ? 1 : 0);
  const tiles = Math.ceil(q / TILE_SIDE);
  const sums = SCALARS + TILE_SUMS * (tiles + (tiles * (tiles + 1)) / 2);
  const columns = FIXED_COLUMNS + 2 * TILE_SIDE * tiles;
  return { q, parameters: q + 2, tiles, sums, workBytes: columns * COLUMN_BYTES + 16 * sums };
}

/** Sorts the sums of a pass into log-likelihood, gradient and Hessian. */
export function readPass(layout: PassLayout, sums: Float64Array, out: Pass): void {
  const { q, parameters: p, tiles } = layout;
  const { gradient: g, hessian: h } = out;
  const nu = p - 1;
  out.logLikelihood = sums[0];
  g[0] = sums[1];
  h[0] = sums[2];
  g[nu] = sums[3];
  h[nu] = sums[4];
  h[nu * p + nu] = sums[5];
  // Tiles of (lambda, eta), eta and (eta, nu), one row each.
  for (let j = 0; j < q; j++) {
    const at = SCALARS + TILE_SUMS * Math.floor(j / TILE_SIDE) + (j % TILE_SIDE);
    h[j + 1] = sums[at];
    g[j + 1] = sums[at + TILE_SIDE];
    h[(j + 1) * p + nu] = sums[at + 2 * TILE_SIDE];
  }
  let at = SCALARS + TILE_SUMS * tiles;
  for (let row = 0; row < q; row += TILE_SIDE) {
    for (let column = row; column < q; column += TILE_SIDE) {
      for (let j = row; j < Math.min(q, row + TILE_SIDE); j++) {
        const line = at + (j - row) * TILE_SIDE;
        for (let k = Math.max(j, column); k < Math.min(q, column + TILE_SIDE); k++) {
          h[(j + 1) * p + k + 1] = sums[line + k - column];
        }
      }
      at += TILE_SUMS;
    }
  }
  mirror(h, p);
}
