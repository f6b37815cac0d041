import { gateLength } from "../../model/by-parameter";
import { log } from "../../numerics/elementary";
import { newPass } from "../likelihood/likelihood";
import { type BfgsOptions, bfgs } from "./bfgs";
import { gateStep, type MStep, sumOf, weightedGate, weightedSquares } from "./m-step";

/**
 * An M-step by BFGS, from where EM stands, on the mean -Q/n in (tau, beta), eta and nu at once. It stops by its own rule and knows
 * no box but nu > 0; a constant gate's lambda has a closed form, takes no part and stays in its box.
 */
export function bfgsStep(options: BfgsOptions = {}): MStep {
  return (likelihood, weights, theta) => {
    const { model, sample } = likelihood;
    const { n } = sample;
    const g = gateLength(model);
    const q = theta.length - g - 1;
    const total = sumOf(weights);
    const softmax = model.gate.kind === "softmax" ? g : 0;
    const [gatePass, squaresPass] = [newPass(g), newPass(q)];
    const gateAt = weightedGate(likelihood, weights);
    const squaresAt = weightedSquares(likelihood, weights, q);
    // -Q/n: the logistic part, and sum_i w_i (log nu / 2 + (y_i - h)^2 / (2 nu)).
    const { at } = bfgs(
      (point, gradient) => {
        const nu = point[softmax + q];
        if (!(nu > 0)) return Number.POSITIVE_INFINITY;
        let gate = 0;
        if (softmax > 0) {
          gateAt(point.slice(0, g), gatePass);
          gate = gatePass.logLikelihood;
          for (let j = 0; j < g; j++) gradient[j] = -gatePass.gradient[j] / n;
        }
        squaresAt(point.slice(softmax, softmax + q), squaresPass);
        for (let j = 0; j < q; j++) gradient[softmax + j] = -squaresPass.gradient[j] / nu / n;
        gradient[softmax + q] = (total / (2 * nu) + squaresPass.logLikelihood / nu ** 2) / n;
        return (-gate + 0.5 * total * log(nu) - squaresPass.logLikelihood / nu) / n;
      },
      theta.slice(g - softmax),
      options,
    );
    const next = theta.slice();
    if (softmax === 0) next.set(gateStep(likelihood, weights, total, theta.slice(0, g)));
    next.set(at, g - softmax);
    return next;
  };
}
