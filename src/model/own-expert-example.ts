import { exp, log, log1p } from "../numerics/elementary";
import { customDensity } from "./custom-density";
import { customExpert } from "./expert";

/**
 * EXAMPLE of a user-defined expert: exponential decay h(x, (c, k)) = c e^(-k x), say a concentration over time.
 *
 * - `evaluate` returns h and writes the gradient (dh/dc, dh/dk) and the Hessian, row by row. It is called once per
 *   observation and pass: allocate nothing in it.
 * - `check` names typical x and eta: the derivatives are compared with differences there, now, not in a failed fit.
 * - exp comes from this library, so that results have the same bits on every machine.
 */
export const decayExpert = customExpert(
  {
    name: "exponential decay",
    parameters: 2,
    evaluate: (x, eta, gradient, hessian) => {
      const [c, k] = [eta[0], eta[1]];
      const decay = exp(-k * x[0]);
      const slope = -x[0] * decay;
      gradient[0] = decay;
      gradient[1] = c * slope;
      hessian[0] = 0;
      hessian[1] = slope;
      hessian[2] = slope;
      hessian[3] = -c * x[0] * slope;
      return c * decay;
    },
  },
  {
    x: [[-1.5], [0], [0.7]],
    eta: [
      [1, 0.5],
      [2, -1],
    ],
  },
);

/** The logistic law has standard deviation pi/sqrt 3 at scale 1. */
const RATE = Math.PI / Math.sqrt(3);

/**
 * EXAMPLE of a user-defined density for f0: the logistic law, standardised to mean 0 and variance 1, which is what
 * customDensity checks by quadrature. `noise` (the inverse distribution function) is needed to simulate only.
 */
export const logisticDensity = customDensity({
  name: "logistic",
  logDensity: (z) => {
    const u = RATE * Math.abs(z);
    return log(RATE) - u - 2 * log1p(exp(-u));
  },
  noise: (u) => log(u / (1 - u)) / RATE,
});
