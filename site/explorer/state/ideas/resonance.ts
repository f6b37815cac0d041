import { motionOf } from "../../../../src/theory/rates/motion";
import { classify } from "../../../../src/theory/rates/scenario";
import type { Experiment } from "../experiment";
import type { ExplorerState } from "../state";

/**
 * kappa of Dnu = kappa Db^2 along a bias path of linear experts, whose nu stands still or merges at exactly twice the
 * bias's exponent; undefined on every other path.
 */
export function kappaOf({ path }: Experiment): number | undefined {
  const found = classify(path.model);
  const { direction } = motionOf(path);
  if (!found.covered || found.scenario !== "L" || direction.kind !== "bias") return undefined;
  const bias = path.eta[path.eta.length - 1];
  const still = path.nu.coefficient === 0;
  return still || path.nu.exponent.equals(bias.exponent.mul(2)) ? direction.kappa : undefined;
}

/** The law of nu with which the path has this kappa. */
export function withKappa({ path }: Experiment, state: ExplorerState, kappa: number): Pick<ExplorerState, "nu"> {
  const bias = path.eta[path.eta.length - 1];
  const exponent = bias.exponent.mul(2).toFraction();
  return { nu: { limit: state.nu0, coefficient: kappa * bias.coefficient ** 2, exponent } };
}
