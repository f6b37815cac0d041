import { SCALAR_SUMS, TILE_SIDE, TILE_SUMS } from "../../numerics/wasm/layout";
import { newPass, type Pass } from "./likelihood";
import { mirror } from "./plain-likelihood";

/** Sorts the sums of a WebAssembly pass (src/assembly/pass.ts and gram.ts) into log-likelihood, gradient and Hessian. */
export function readPass(q: number, sums: Float64Array, out: Pass): void {
  const p = q + 2;
  const tiles = Math.ceil(q / TILE_SIDE);
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
    const at = SCALAR_SUMS + TILE_SUMS * Math.floor(j / TILE_SIDE) + (j % TILE_SIDE);
    h[j + 1] = sums[at];
    g[j + 1] = sums[at + TILE_SIDE];
    h[(j + 1) * p + nu] = sums[at + 2 * TILE_SIDE];
  }
  let at = SCALAR_SUMS + TILE_SUMS * tiles;
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

/** Sorts the sums of the kernel's squares() into value, gradient (q) and Hessian (q x q). */
export function readSquares(q: number, sums: Float64Array, out: Pass): void {
  const p = q + 2;
  const whole = newPass(p);
  readPass(q, sums, whole);
  out.logLikelihood = whole.logLikelihood;
  out.gradient.set(whole.gradient.subarray(1, q + 1));
  for (let j = 0; j < q; j++) {
    out.hessian.set(whole.hessian.subarray((j + 1) * p + 1, (j + 1) * p + 1 + q), j * q);
  }
}
