import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import {
  densityDerivatives,
  expertDerivatives,
  linearWithBias,
  products,
  strongIdentifiability,
} from "../identifiability/derivative-sets";
import { nearestExpert } from "../identifiability/expert-class";
import { DEPENDENT, type Independence, independence, NEARLY_DEPENDENT } from "../identifiability/independence";
import { bendsInside } from "../quadrature/relu-bend";
import type { Classification } from "./classification";

/** h0 this near to the prompt's class, in standard deviations of the noise, is a member of it. */
const MEMBER = 1e-7;
/** And this near, nearly one: the regime of S or L shows up to about distance^-4 observations. */
const NEARLY_MEMBER = 1e-2;

function nearly(what: string, { margin }: Independence): readonly string[] {
  return margin < NEARLY_DEPENDENT ? [`${what} are nearly linearly dependent: ${margin.toExponential(1)}`] : [];
}

/** H, S, L or none for a Gaussian f0. */
export function classifyGaussian(model: ContaminatedMoe<GateKind>): Classification {
  const { eta, distance } = nearestExpert(model);
  if (distance >= MEMBER) {
    const nearMisses =
      distance < NEARLY_MEMBER
        ? [
            `h0 is nearly a member of the prompt's class of experts: ${distance.toExponential(1)} standard deviations away`,
          ]
        : [];
    return { covered: true, scenario: "H", basis: "theorem", nearMisses };
  }
  const none = (reason: string): Classification => ({ covered: false, reason, nearMisses: [] });
  const { expert } = model.prompt;
  if (bendsInside(expert, model.covariates, eta)) {
    return none(
      "relu bends within the support of x and is not twice differentiable there, so strong identifiability does not apply",
    );
  }
  const at = expertDerivatives(model, eta);
  const sets = strongIdentifiability(at);
  if (sets.jacobian.margin < DEPENDENT) {
    return none(
      "the derivatives of the prompt's expert in eta are linearly dependent at the pre-trained model: eta is not identified",
    );
  }
  const { linear, bias } = linearWithBias(at);
  if (sets.derivatives.margin > DEPENDENT && sets.products.margin > DEPENDENT) {
    return {
      covered: true,
      scenario: "S",
      basis: "theorem",
      nearMisses: [
        ...nearly("strong identifiability's {dh/deta_i, d2h/deta_i deta_j}", sets.derivatives),
        ...nearly("strong identifiability's {1, dh/deta_i dh/deta_j}", sets.products),
      ],
    };
  }
  if (linear && bias !== undefined) {
    const others = products(at).filter((_, pair) => at.pairs[pair].some((j) => at.indices[j] !== bias));
    const rest = independence([at.one, ...others]);
    if (rest.margin > DEPENDENT) {
      const nearMisses = nearly("the products of the slopes' derivatives", rest);
      return { covered: true, scenario: "L", basis: "theorem", bias, nearMisses };
    }
  }
  const densities = densityDerivatives(at, model.pretrained.nu);
  if (densities.margin > DEPENDENT) {
    // The two orders of the density's expansion are told apart, whichever of the two sets fails.
    const nearMisses = nearly("the first two derivatives of the prompt's density", densities);
    return { covered: true, scenario: "S", basis: "workbook", nearMisses };
  }
  const [first, second] = [sets.derivatives.margin, sets.products.margin].map((margin) => margin.toExponential(1));
  return none(
    `the prompt's experts are not strongly identifiable at eta0 (smallest singular values: ${first} of {dh/deta_i, d2h/deta_i deta_j}, ${second} of {1, dh/deta_i dh/deta_j}), and not linear with a bias`,
  );
}
