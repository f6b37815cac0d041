import { BLOCK_ROWS, type Likelihood, mirror, type Pass } from "./likelihood";

/** Adds rows from..to-1 to the block's log-likelihood, gradient and upper triangle of the Hessian. */
export type AddRows = (from: number, to: number) => void;

function clear(pass: Pass): void {
  pass.logLikelihood = 0;
  pass.gradient.fill(0);
  pass.hessian.fill(0);
}

/** One pass over the first `rows` rows: blocks of BLOCK_ROWS are summed alone and then added, as the WebAssembly does. */
export function sumBlocks(
  { parameters }: Pick<Likelihood, "parameters">,
  rows: number,
  block: Pass,
  out: Pass,
  add: AddRows,
): void {
  clear(out);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    clear(block);
    add(from, Math.min(rows, from + BLOCK_ROWS));
    out.logLikelihood += block.logLikelihood;
    for (let j = 0; j < out.gradient.length; j++) out.gradient[j] += block.gradient[j];
    for (let j = 0; j < out.hessian.length; j++) out.hessian[j] += block.hessian[j];
  }
  mirror(out.hessian, parameters);
}

/** A sum over the first `rows` rows, by the same blocks. */
export function sumOverBlocks(rows: number, sumOf: (from: number, to: number) => number): number {
  let total = 0;
  for (let from = 0; from < rows; from += BLOCK_ROWS) total += sumOf(from, Math.min(rows, from + BLOCK_ROWS));
  return total;
}
