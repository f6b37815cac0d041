import { InputError } from "../../../input-error";
import type { Parameters } from "../../../model/by-parameter";
import { log } from "../../../numerics/elementary";
import { nelderMead } from "../../../numerics/nelder-mead";
import { fisherInformation } from "../../../theory/information/information";
import { directionGrid, type TruthClass, truthInDirection } from "./truth-class";

/** The two statements of the guarantee: rho*^2 |lambda^ - lambda*|, and lambda* rho* dist((eta^, nu^), (eta*, nu*)). */
export type UniformLoss = "lambda" | "prompt";

/** A truth and what the information curve says of the scaled loss there. */
export interface ProposedTruth {
  readonly truth: Parameters;
  /** sqrt(n) times the loss, with standard deviations of the information curve in place of errors. */
  readonly scaled: number;
}

export interface WorstTruth extends ProposedTruth {
  readonly loss: UniformLoss;
  readonly direction: readonly number[];
  /** The worst of the grid, before the simplex search. */
  readonly onGrid: number;
  /** The easiest truth of the grid: how much the worst costs. */
  readonly easiest: ProposedTruth;
  readonly evaluated: number;
}

export interface WorstTruthOptions {
  readonly rho: number;
  readonly n: number;
  /** Directions are multiples of 1/divisions in every coordinate; 4 unless told. */
  readonly divisions?: number;
  /** Further directions to search from, such as the worst one at a larger rho. */
  readonly starts?: readonly (readonly number[])[];
}

/** More directions than these are no grid any more. */
const MOST_DIRECTIONS = 2000;
const INFORMATION_TOLERANCE = 1e-4;

/** sqrt(n) times a loss whose errors are the curve's standard deviations, sqrt(diag I^-1 / n). */
export function scaledCurveLoss(
  of: TruthClass,
  loss: UniformLoss,
  truth: Parameters,
  { rho, n }: WorstTruthOptions,
): number {
  const { deviations } = fisherInformation(of.model, truth, INFORMATION_TOLERANCE);
  if (loss === "lambda") return rho * rho * deviations[0];
  const q = truth.eta.length;
  const square = (j: number): number => deviations[j + 1] * deviations[j + 1];
  const slopes = Array.from({ length: of.scenario === "L" ? q - 1 : q + 1 }, (_, j) => square(j));
  const length = Math.sqrt(slopes.reduce((sum, value) => sum + value, 0));
  const distance = of.scenario === "S" ? length : length + square(q - 1) / Math.sqrt(n) + deviations[q + 1];
  return truth.lambda * rho * distance;
}

/** A direction scaled so that its absolute values sum to one. */
function unit(v: ArrayLike<number>): readonly number[] {
  const values = Array.from(v);
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0);
  return values.map((value) => value / total);
}

/**
 * The truth at distance rho at which the information curve makes the loss largest: a grid of directions, then simplex
 * searches from its three worst and from the `starts`. A proposal, not a proof: the curve is local, and the ridge of worst
 * directions becomes so narrow as rho falls that a coarse grid misses it; {@link worstTruths} follows it from far away.
 * @throws InputError when no truth at this distance lies in the box, or the grid is too large
 */
export function worstTruth(of: TruthClass, loss: UniformLoss, options: WorstTruthOptions): WorstTruth {
  const { rho, divisions = 4 } = options;
  if (!(rho > 0 && Number.isFinite(rho))) throw new InputError(`rho is ${rho}; expected a positive distance.`);
  const grid = directionGrid(of.frozen.eta.length + 1, divisions);
  if (grid.length > MOST_DIRECTIONS) {
    throw new InputError(
      `${divisions} divisions of ${of.frozen.eta.length + 1} coordinates are ${grid.length} directions; at most ${MOST_DIRECTIONS} are searched. Take fewer.`,
    );
  }
  let evaluated = 0;
  const propose = (v: ArrayLike<number>): ProposedTruth | undefined => {
    const truth = truthInDirection(of, rho, v);
    if (truth === undefined) return undefined;
    evaluated++;
    const scaled = scaledCurveLoss(of, loss, truth, options);
    return Number.isFinite(scaled) ? { truth, scaled } : undefined;
  };
  const found = grid.flatMap((v) => {
    const proposed = propose(v);
    return proposed === undefined ? [] : [{ ...proposed, v }];
  });
  if (found.length === 0) {
    throw new InputError(`No truth at distance rho = ${rho} lies in the model's box; take a smaller rho.`);
  }
  found.sort((left, right) => right.scaled - left.scaled);
  let best: ProposedTruth & { readonly v: ArrayLike<number> } = found[0];
  const starts = [...found.slice(0, 3).map(({ v }) => unit(v)), ...(options.starts ?? [])];
  for (const start of starts) {
    const objective = (w: Float64Array): number => {
      const proposed = propose(w);
      if (proposed === undefined) return Number.POSITIVE_INFINITY;
      if (proposed.scaled > best.scaled) best = { ...proposed, v: Float64Array.from(w) };
      return -log(proposed.scaled);
    };
    nelderMead(objective, Float64Array.from(start), { step: 0.2 / divisions, evaluations: 60, tolerance: 1e-4 });
  }
  const { truth, scaled } = found[found.length - 1];
  return {
    truth: best.truth,
    scaled: best.scaled,
    direction: unit(best.v),
    ...{ loss, onGrid: found[0].scaled, easiest: { truth, scaled }, evaluated },
  };
}

/** The worst truths at several distances, largest first: each search starts from the worst direction before it as well. */
export function worstTruths(
  of: TruthClass,
  loss: UniformLoss,
  rhos: readonly number[],
  options: Omit<WorstTruthOptions, "rho" | "starts">,
): readonly WorstTruth[] {
  const found: WorstTruth[] = [];
  for (const rho of [...rhos].sort((a, b) => b - a)) {
    const before = found.at(-1);
    found.push(worstTruth(of, loss, { ...options, rho, ...(before ? { starts: [before.direction] } : {}) }));
  }
  return found;
}
