import { InputError } from "../../input-error";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { fixed, type Path, powerLaw } from "../../model/path";
import { scenarioPath } from "./scenarios";

/**
 * The crossover from scenario H to scenario L: the truth moves as in L/slope, but the pre-trained expert is
 * h0(x) = tanh(s x)/s, which bends into the prompt's class {a x + b} as s -> 0. Written in the units y' = s y, where it is
 * an ordinary model: h0 = tanh(s x), nu0 = s^2, and the prompt's (a, b, nu) become (s a, s b, s^2 nu). lambda is the same.
 * bentPath(0) is L/slope itself.
 */
export function bentPath(s: number): Path {
  const straight = scenarioPath("L/slope").path;
  if (!(s >= 0 && s <= 10)) throw new InputError(`The bend s is ${s}; expected a number from 0 to 10.`);
  if (s === 0) return straight;
  const { pretrained, prompt, covariates } = straight.model;
  const nu0 = s * s;
  const [slope] = straight.eta;
  return {
    id: `H/bent-${s}`,
    title: `Gaussian pre-trained with tanh(${s}x)/${s}, linear prompt, slope merging`,
    model: defineModel({
      covariates,
      pretrained: {
        density: pretrained.density,
        expert: { kind: "activation", activation: "tanh", bias: true },
        eta: [s, 0],
        nu: nu0,
      },
      prompt,
      box: { ...defaultBox(2), nu: [nu0 / 100, nu0 * 100] },
    }),
    lambda: straight.lambda,
    eta: [powerLaw(s * slope.limit, s * slope.coefficient, slope.exponent.toFraction()), fixed(0)],
    nu: fixed(nu0),
  };
}
