import { fromVector, type GateKind } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { shareColumn } from "../../../model/gate";
import { firstRows, type Sample } from "../../../model/sample/sample";

/**
 * What an optimum is:
 * - "frozen": lambda = 0, or a softmax gate that gives the prompt less than half a row: the frozen model alone; eta and nu
 *   mean nothing;
 * - "spike": nu on the lower bound of its interval, or fewer than 2 (q + 2) rows in the prompt. The Gaussian mixture's
 *   likelihood is unbounded as nu -> 0 around a few rows; the box makes such spikes finite, and the global maximum of a
 *   small sample is often one of them, without saying anything of the prompt;
 * - "interior": any other.
 * Reference: Kiefer and Wolfowitz (1956), Ann. Math. Statist. 27: 887-906; Hathaway (1985), Ann. Statist. 13: 795-800.
 */
export type Nature = "interior" | "spike" | "frozen";

/**
 * Rows that the prompt carries, n lambda or the sum of pi(x_i): at an optimum inside the box the sum of their posterior
 * probabilities.
 */
export type PromptRows = (theta: ArrayLike<number>) => number;

/** For the first `rows` rows of a sample. */
export function promptRowsOf(model: ContaminatedMoe<GateKind>, sample: Sample, rows: number): PromptRows {
  if (model.gate.kind === "constant") return (theta) => rows * theta[0];
  const { x, n } = firstRows(sample, rows);
  return (theta) => shareColumn(fromVector(model, theta), x, n).reduce((sum, share) => sum + share, 0);
}

/** Fewer rows in the prompt than 2 (q + 2), twice the p entries of the parameter vector. */
export function fewRows(promptRows: number, p: number): boolean {
  return promptRows < 2 * p;
}

export function natureOf(model: ContaminatedMoe<GateKind>, theta: ArrayLike<number>, promptRows: number): Nature {
  const p = theta.length;
  if (model.gate.kind === "constant" ? theta[0] === 0 : promptRows < 0.5) return "frozen";
  const [low, high] = model.box.nu;
  if (low < high && theta[p - 1] <= low) return "spike";
  return fewRows(promptRows, p) ? "spike" : "interior";
}
