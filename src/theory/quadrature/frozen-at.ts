import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { expertValue } from "../../model/expert";
import { requiredMoments } from "../../model/sample/frozen-rows";
import type { Sample } from "../../model/sample/sample";
import { frozenLogDensity, type PromptAt, promptAgainstFrozen } from "./log-ratio";

/** f0 at one x, and the prompt seen from it. */
export interface FrozenAt {
  readonly mean: number;
  /** Its standard deviation. */
  readonly scale: number;
  /** log f0 at y = mean + r0. */
  readonly logf0: (r0: number) => number;
  /** The prompt with these (eta, nu) relative to f0. */
  readonly against: (eta: ArrayLike<number>, nu: number) => PromptAt;
}

/**
 * (i, x) -> f0 at node i of a rule, which is x. Where f0 is known by rows the nodes must be rows that carry its
 * predictions; mean and variance are then the row's own.
 * @throws InputError where they are not, or only log densities are known
 */
export function frozenAtNodes(
  model: ContaminatedMoe<GateKind>,
  rows: Pick<Sample, "n" | "x" | "frozen"> | undefined,
): (i: number, x: Float64Array) => FrozenAt {
  const { pretrained } = model;
  const lawWith = (nu: number) => {
    const own = { ...model, pretrained: { ...pretrained, nu } };
    return { scale: Math.sqrt(nu), logf0: frozenLogDensity(own), compare: promptAgainstFrozen(own) };
  };
  if (pretrained.byRows === undefined || rows === undefined) {
    const { scale, logf0, compare } = lawWith(pretrained.nu);
    return (_, x) => {
      const mean = expertValue(pretrained.expert, x, pretrained.eta);
      return { mean, scale, logf0, against: (eta, nu) => compare(x, mean, eta, nu) };
    };
  }
  const { mean, variance } = requiredMoments(model, rows, "Theory at the rows");
  let law = lawWith(variance[0]);
  let of = variance[0];
  return (i, x) => {
    if (variance[i] !== of) {
      law = lawWith(variance[i]);
      of = variance[i];
    }
    const { scale, logf0, compare } = law;
    return { mean: mean[i], scale, logf0, against: (eta, nu) => compare(x, mean[i], eta, nu) };
  };
}
