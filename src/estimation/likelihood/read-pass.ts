import { type GateKind, gateLength } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import { SCALAR_SUMS, SOFTMAX_SCALARS, TILE_SIDE, TILE_SUMS } from "../../numerics/wasm/layout";
import { mirror, newPass, type Pass } from "./likelihood";

/** Sorts the sums of a WebAssembly pass into log-likelihood, gradient and Hessian. */
export function readPass(model: ContaminatedMoe<GateKind>, sums: Float64Array, out: Pass): void {
  const q = promptParameters(model);
  if (model.gate.kind === "constant") readConstantPass(q, sums, out);
  else readSoftmaxPass(model.covariates.dimension, gateLength(model), q, sums, out);
}

/** Visits the upper triangle of a side x side matrix in tiles from `at`; returns where the next begins. */
function readTriangle(
  sums: Float64Array,
  at: number,
  side: number,
  visit: (j: number, k: number, v: number) => void,
): number {
  let tile = at;
  for (let row = 0; row < side; row += TILE_SIDE) {
    for (let column = row; column < side; column += TILE_SIDE) {
      for (let j = row; j < Math.min(side, row + TILE_SIDE); j++) {
        const line = tile + (j - row) * TILE_SIDE;
        for (let k = Math.max(j, column); k < Math.min(side, column + TILE_SIDE); k++)
          visit(j, k, sums[line + k - column]);
      }
      tile += TILE_SUMS;
    }
  }
  return tile;
}

/** The sums of a softmax gate's pass (src/assembly/softmax.ts): covariates there are (x, 1), entries here (tau, beta) and eta. */
function readSoftmaxPass(d: number, g: number, q: number, sums: Float64Array, out: Pass): void {
  const p = g + q + 1;
  const nu = p - 1;
  const side = d + 1;
  const tiles = Math.ceil(side / TILE_SIDE);
  const { gradient, hessian } = out;
  const gateAt = (j: number): number => (j === d ? 0 : 1 + j);
  out.logLikelihood = sums[0];
  gradient[nu] = sums[1];
  hessian[nu * p + nu] = sums[2];
  const set = (j: number, k: number, value: number): void => {
    hessian[Math.min(j, k) * p + Math.max(j, k)] = value;
  };
  for (let j = 0; j < side; j++) {
    const at = SOFTMAX_SCALARS + TILE_SUMS * Math.floor(j / TILE_SIDE) + (j % TILE_SIDE);
    gradient[gateAt(j)] = sums[at];
    set(gateAt(j), nu, sums[at + 2 * TILE_SIDE]);
    if (j >= q) continue;
    gradient[g + j] = sums[at + TILE_SIDE];
    set(g + j, nu, sums[SOFTMAX_SCALARS + TILE_SUMS * tiles + j]);
  }
  let at = SOFTMAX_SCALARS + (TILE_SUMS + TILE_SIDE) * tiles;
  at = readTriangle(sums, at, side, (j, k, value) => set(gateAt(j), gateAt(k), value));
  at = readTriangle(sums, at, side, (j, k, value) => {
    if (k < q) set(gateAt(j), g + k, value);
    if (j < q) set(gateAt(k), g + j, value);
  });
  readTriangle(sums, at, side, (j, k, value) => {
    if (k < q) set(g + j, g + k, value);
  });
  mirror(hessian, p);
}

/** The sums of the kernel's logistic(): value, gradient and Hessian in (tau, beta). */
export function readLogistic(d: number, sums: Float64Array, out: Pass): void {
  const side = d + 1;
  const gateAt = (j: number): number => (j === d ? 0 : 1 + j);
  out.logLikelihood = sums[0];
  for (let j = 0; j < side; j++) {
    out.gradient[gateAt(j)] = sums[1 + TILE_SUMS * Math.floor(j / TILE_SIDE) + (j % TILE_SIDE)];
  }
  readTriangle(sums, 1 + TILE_SUMS * Math.ceil(side / TILE_SIDE), side, (j, k, value) => {
    out.hessian[gateAt(j) * side + gateAt(k)] = value;
    out.hessian[gateAt(k) * side + gateAt(j)] = value;
  });
}

/** The sums of a constant gate's pass (src/assembly/pass.ts and gram.ts). */
function readConstantPass(q: number, sums: Float64Array, out: Pass): void {
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
  readTriangle(sums, SCALAR_SUMS + TILE_SUMS * tiles, q, (j, k, value) => {
    h[(j + 1) * p + k + 1] = value;
  });
  mirror(h, p);
}

/** Sorts the sums of the kernel's squares() into value, gradient (q) and Hessian (q x q). */
export function readSquares(q: number, sums: Float64Array, out: Pass): void {
  const p = q + 2;
  const whole = newPass(p);
  readConstantPass(q, sums, whole);
  out.logLikelihood = whole.logLikelihood;
  out.gradient.set(whole.gradient.subarray(1, q + 1));
  for (let j = 0; j < q; j++) {
    out.hessian.set(whole.hessian.subarray((j + 1) * p + 1, (j + 1) * p + 1 + q), j * q);
  }
}
