import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import { hasConstantGate } from "../../model/contaminated-moe";
import type { Path } from "../../model/path";
import { rational } from "../../numerics/rational";
import { guaranteedExponents } from "./guaranteed-exponents";
import { type Motion, motionOf } from "./motion";
import { type Exponent, everyParameter, type ParameterExponents, unknown } from "./parameter-exponents";
import { classify, type Scenario } from "./scenario";
import { sharpExponents } from "./sharp-exponents";

export { type Exponent, type ParameterExponents, showExponent } from "./parameter-exponents";

/** The exponents of a path: what the theorems promise and what the path really gives. */
export interface PathExponents<G extends GateKind = "constant"> {
  readonly scenario: Scenario | undefined;
  readonly motion: Motion;
  /** The theorem's bound (loss.ts) read along the path; the minimax rate of its class. */
  readonly guaranteed: ParameterExponents<G>;
  /** Of this one path (sharp-exponents.ts). Never below `guaranteed`. */
  readonly sharp: ParameterExponents<G>;
  /** What was nearly decided otherwise, in words: of the scenario, and of the sharp exponents. */
  readonly nearMisses: readonly string[];
}

/** Does the path's own information forbid what the theorem would promise? In words. */
function contradiction(
  guaranteed: ParameterExponents<GateKind>,
  sharp: ParameterExponents<GateKind>,
  unidentified: boolean,
): string | undefined {
  const [promises, gives] = [inVectorOrder<Exponent>(guaranteed), inVectorOrder<Exponent>(sharp)];
  for (const [j, promise] of promises.entries()) {
    const given = gives[j];
    if (!promise.known) continue;
    if (given.known && given.value.compare(promise.value) < 0) {
      return `the theorem would promise ${promise.value.toFraction()} where the path's information gives ${given.value.toFraction()}: its conditions fail here`;
    }
    if (!given.known && unidentified) return `the theorem's conditions fail at this truth: ${given.reason}`;
  }
  return undefined;
}

function derive<G extends GateKind>(path: Path<G>): PathExponents<G> {
  const { model } = path;
  const motion = motionOf(path);
  const classified = classify(model);
  const scenario = classified.covered ? classified.scenario : undefined;
  const none = (reason: string): ParameterExponents<G> => everyParameter(model, unknown(reason));
  if (motion.s.compare(rational("1/2")) >= 0) {
    const nothing = none(`s is ${motion.s.toFraction()}; the prompt is seen only for s < 1/2`);
    return { scenario, motion, guaranteed: nothing, sharp: nothing, nearMisses: classified.nearMisses };
  }
  const promised = classified.covered
    ? guaranteedExponents(model, classified.scenario, classified.bias, motion)
    : none(classified.reason);
  // Outside the theorem's region of a constant gate a far root of the likelihood is not told apart, whatever the local exponents.
  const [ofGate] = inVectorOrder<Exponent>(promised);
  if (classified.covered && !ofGate.known && hasConstantGate(model)) {
    return { scenario, motion, guaranteed: promised, sharp: promised, nearMisses: classified.nearMisses };
  }
  const { exponents: sharp, unidentified, nearMisses } = sharpExponents<G>(path);
  const refuted = contradiction(promised, sharp, unidentified);
  return {
    scenario,
    motion,
    guaranteed: refuted === undefined ? promised : none(refuted),
    sharp,
    nearMisses: [...classified.nearMisses, ...nearMisses],
  };
}

const derived = new WeakMap<object, PathExponents<GateKind>>();

/**
 * Guaranteed and sharp exponents of every parameter along any path, as exact rationals, or unknown with the reason. No
 * guarantee is stated that the path's own information contradicts. A path object is derived once.
 *
 * @example
 * ```ts
 * import { pathExponents, scenarioPath, showExponent } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const { guaranteed, sharp } = pathExponents(path);
 * console.log(showExponent(guaranteed.nu), showExponent(sharp.nu)); // 3/8 3/8
 * ```
 */
export function pathExponents<G extends GateKind>(path: Path<G>): PathExponents<G> {
  const before = derived.get(path);
  // What was kept for a path has its gate.
  if (before !== undefined) return before as PathExponents<G>;
  const exponents = derive<G>(path);
  derived.set(path, exponents);
  return exponents;
}
