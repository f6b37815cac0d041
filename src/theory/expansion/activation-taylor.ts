import { type Activation, activate } from "../../model/activation";
import { cos, sin } from "../../numerics/elementary";
import { normalCdf, normalPdf } from "../../numerics/error-function";

/** Coefficients of y(t) with y' = a + b y + c y^2 from y(0): the powers of t up to `order`. */
function riccati(start: number, slope: number, b: number, c: number, order: number): Float64Array {
  const y = new Float64Array(order + 1);
  y[0] = start;
  if (order > 0) y[1] = slope;
  for (let i = 1; i < order; i++) {
    let square = 0;
    for (let j = 0; j <= i; j++) square += y[j] * y[i - j];
    y[i + 1] = (b * y[i] + c * square) / (i + 1);
  }
  return y;
}

function sigmoidTaylor(u: number, order: number): Float64Array {
  const value = new Float64Array(3);
  // From the side where nothing cancels: sigmoid(u) = 1 - sigmoid(-u).
  activate("sigmoid", -Math.abs(u), value);
  const y = riccati(value[0], value[1], 1, -1, order);
  if (u <= 0) return y;
  return y.map((c, i) => (i === 0 ? 1 - c : i % 2 === 0 ? -c : c));
}

/**
 * Taylor coefficients of an activation: sigma(u + t) = sum_i out[i] t^i for i = 0..order, by exact recurrences: Riccati's
 * equation for tanh (y' = 1 - y^2) and sigmoid (y' = y - y^2), Hermite's polynomials for gelu. relu's are those of
 * the side of the bend on which u lies.
 */
export function activationTaylor(activation: Activation, u: number, order: number): Float64Array {
  const value = new Float64Array(3);
  activate(activation, u, value);
  switch (activation) {
    case "identity":
    case "relu":
      return Float64Array.from({ length: order + 1 }, (_, i) => (i < 2 ? value[i] : 0));
    case "tanh":
      return riccati(value[0], value[1], 0, -1, order);
    case "sigmoid":
      return sigmoidTaylor(u, order);
    case "softplus": {
      const slope = sigmoidTaylor(u, order);
      return Float64Array.from({ length: order + 1 }, (_, i) => (i === 0 ? value[0] : slope[i - 1] / i));
    }
    case "sin": {
      const cycle = [sin(u), cos(u), -sin(u), -cos(u)];
      let factorial = 1;
      return Float64Array.from({ length: order + 1 }, (_, i) => {
        factorial *= Math.max(i, 1);
        return cycle[i % 4] / factorial;
      });
    }
    case "gelu": {
      // Phi's coefficients are (-1)^(i-1) He_(i-1)(u) phi(u) / i!, and gelu(u + t) = (u + t) Phi(u + t).
      const phi = normalPdf(u);
      const cdf = new Float64Array(order + 1);
      cdf[0] = normalCdf(u);
      let [previous, hermite] = [0, phi];
      for (let i = 1, factorial = 1; i <= order; i++) {
        factorial *= i;
        cdf[i] = (i % 2 === 1 ? hermite : -hermite) / factorial;
        [previous, hermite] = [hermite, u * hermite - (i - 1) * previous];
      }
      return cdf.map((c, i) => u * c + (i > 0 ? cdf[i - 1] : 0));
    }
  }
}
