import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { korobovLattice } from "../../numerics/low-discrepancy";
import { densityShape } from "../identifiability/density-shape";
import { expertDerivatives } from "../identifiability/derivative-sets";
import { nearestExpert } from "../identifiability/expert-class";
import { DEPENDENT, independence } from "../identifiability/independence";
import { isGaussian } from "../quadrature/gaussian-shape";
import type { Classification } from "./classification";
import { classifyGaussian } from "./gaussian-scenario";

export type { Classification, Scenario } from "./classification";

/** A combination found by a search is exact to the search's accuracy. */
const COMBINATION = 1e-6;
/** Shares outside a span below which f0 is nearly a combination of prompts. */
const NEARLY = 3e-3;
/** Up to these degrees of freedom Student's t is known to be farther away. */
const HEAVY = 20;

/** The share of the box's tested points at which the expert's derivatives in eta are linearly dependent. */
function deadShare(model: ContaminatedMoe<GateKind>): number {
  const { box } = model;
  const q = box.eta.length;
  const tested = 7;
  const lattice = korobovLattice(tested, Math.max(2, q));
  let dead = 0;
  for (let i = 0; i < tested; i++) {
    const eta = box.eta.map(([low, high], j) => low + (high - low) * lattice[i * Math.max(2, q) + j]);
    if (independence(expertDerivatives(model, eta).gradient).margin < DEPENDENT) dead++;
  }
  return dead / tested;
}

function classifyDistinguishable(model: ContaminatedMoe<GateKind>): Classification {
  const { density, nu } = model.pretrained;
  const nearMisses: string[] = [];
  const dead = deadShare(model);
  if (dead === 1) {
    const reason =
      "the derivatives of the prompt's expert in eta are linearly dependent wherever tested in the box: eta is not identified";
    return { covered: false, reason, nearMisses };
  }
  if (dead > 0) {
    nearMisses.push(
      "the expert's Jacobian is singular in a part of the box: the guarantee holds for truths away from it",
    );
  }
  if (density.kind === "laplace" || (density.kind === "student-t" && density.df <= HEAVY)) {
    return { covered: true, scenario: "D", basis: "theorem", nearMisses };
  }
  const shape = densityShape(density);
  // A user's density can be a combination exactly; Student's t never is.
  if (density.kind === "custom" && shape.distance < COMBINATION) {
    const needed = shape.second < COMBINATION ? [shape.means[1]] : shape.means;
    const deviation = Math.sqrt(nu);
    const within = needed.every(
      (mean) => nearestExpert(model, Math.abs(mean) < 1e-9 ? 0 : mean * deviation).distance < COMBINATION,
    );
    if (within) {
      const reason = `f0 is not distinguishable: the density "${density.name}" is a combination of two prompt densities and derivatives (${shape.distance.toExponential(1)} of it is left), and the prompt's experts reach their means`;
      return { covered: false, reason, nearMisses };
    }
  }
  if (shape.distance < COMBINATION && density.kind === "custom") {
    nearMisses.push(
      "f0 has the shape of a combination of prompt densities; only its mean h0(x), which they do not reach, tells it apart",
    );
  } else if (shape.distance < NEARLY) {
    nearMisses.push(
      `f0 is nearly a combination of prompt densities and their derivatives: ${shape.distance.toExponential(1)} of it is left`,
    );
  }
  return { covered: true, scenario: "D", basis: "theorem", nearMisses };
}

/** Distinguishability is about functions of x and y; predictions for some rows are none. */
const KNOWN_BY_ROWS: Classification = {
  covered: false,
  reason: "the frozen model is known by its predictions for the rows alone: no theorem is about it",
  nearMisses: [],
};

const classified = new WeakMap<ContaminatedMoe<GateKind>, Classification>();

/**
 * The scenario (D, H, S or L; notebooks/00-start-here) that a model belongs to, measured on its actual support, law and
 * densities; decided once per model object.
 *
 * Distinguishability asks that f0(. | h0, nu0), f(. | h(., eta1), nu1), f(. | h(., eta2), nu2) and the first derivatives of f in (eta, nu) at
 * (eta2, nu2) are linearly independent functions of (x, y), for all (eta1, nu1), (eta2, nu2) of the box (the prompt's own density at the second point
 * belongs to the set: without it (1 - lambda) f0 + lambda f1 = (1 - lambda') f0 + lambda' f2 is not excluded). What is tested:
 * - f0 not Gaussian in shape (isGaussian): the distance of f0 to the span of two normal laws and the second one's derivatives,
 *   minimised over their means and variances (densityShape; known for Laplace and for t with few degrees of freedom), and
 *   whether the prompt's experts reach the means; {dh/deta_j} at seven points of the box.
 * - f0 Gaussian: normal laws of different mean or variance are independent, so f0 is distinguishable exactly when h0
 *   is no member of {h(., eta)} on the support of x: the distance of h0 to the class, in standard deviations of the noise, decides
 *   (nearestExpert). For a member, the Gram matrices of strong identifiability's two sets, of the densities' first two
 *   derivatives and of the Jacobian at eta0 decide (gaussian-scenario.ts).
 *
 * @example
 * ```ts
 * import { classify, scenarioPath } from "contaminated-moe";
 * const found = classify(scenarioPath("L/resonant").path.model);
 * console.log(found.covered ? found.scenario : found.reason); // L
 * ```
 */
export function classify(model: ContaminatedMoe<GateKind>): Classification {
  const before = classified.get(model);
  if (before !== undefined) return before;
  const result =
    model.pretrained.byRows !== undefined
      ? KNOWN_BY_ROWS
      : isGaussian(model.pretrained.density)
        ? classifyGaussian(model)
        : classifyDistinguishable(model);
  classified.set(model, result);
  return result;
}
