import { type Activation, activate } from "../../model/activation";
import { type Expert, expertValue, linearPredictor } from "../../model/expert";
import { cos, exp, expm1, log1p, sin, tanh } from "../../numerics/elementary";
import { normalCdf, normalPdf } from "../../numerics/error-function";
import { gaussLegendre } from "../../numerics/gauss-legendre";

const scratch = new Float64Array(3);

function value(activation: Activation, u: number): number {
  activate(activation, u, scratch);
  return scratch[0];
}

function logistic(u: number): number {
  const e = exp(-Math.abs(u));
  return u < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** Phi(u + step) - Phi(u); by quadrature of the density where the step is small. */
function normalCdfDifference(u: number, step: number): number {
  if (Math.abs(step) > 1) return normalCdf(u + step) - normalCdf(u);
  const { nodes, weights } = gaussLegendre(12);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += weights[i] * normalPdf(u + 0.5 * step * (1 + nodes[i]));
  return 0.5 * step * sum;
}

/**
 * sigma(u + step) - sigma(u) to full relative accuracy however small the step: near merging the two values agree in
 * most digits, and their difference is all the information there is.
 */
export function activationDifference(activation: Activation, u: number, step: number): number {
  switch (activation) {
    case "identity":
      return step;
    case "tanh":
      return tanh(step) * (1 - tanh(u + step) * tanh(u));
    case "sigmoid":
      return -logistic(u + step) * logistic(-u) * expm1(-step);
    case "softplus": {
      // log((1 + e^(u+step)) / (1 + e^u)), from the side on which nothing overflows.
      if (step > 0) return step + log1p(logistic(-u) * expm1(-step));
      return log1p(logistic(u) * expm1(step));
    }
    case "sin":
      return 2 * cos(u + 0.5 * step) * sin(0.5 * step);
    case "gelu":
      return step * normalCdf(u + step) + u * normalCdfDifference(u, step);
    case "relu":
      return value("relu", u + step) - value("relu", u);
  }
}

/** h(x, left) - h(x, right); the linear predictors are subtracted parameter by parameter. Custom experts: plainly. */
export function expertDifference(
  expert: Expert,
  x: Float64Array,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
): number {
  if (expert.kind === "custom") return expertValue(expert, x, left) - expertValue(expert, x, right);
  const d = x.length;
  let step = expert.bias ? left[d] - right[d] : 0;
  for (let j = 0; j < d; j++) step += (left[j] - right[j]) * x[j];
  return activationDifference(expert.activation, linearPredictor(x, d, right, expert.bias), step);
}
