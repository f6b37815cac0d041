import { boxVectors } from "../../../model/box";
import { logOdds } from "../../../model/gate";
import { expertColumn } from "../../../model/sample/columns";
import { exp, log } from "../../../numerics/elementary";
import { normalQuantile } from "../../../numerics/normal-quantile";
import { logisticRegression } from "./logistic-regression";
import type { StartData } from "./start-data";
import type { StartUniforms } from "./uniforms";

/** A share this near to 0 or 1 is as good as none. */
const LEAST_SHARE = 1e-4;
const HALF_LOG_2PI = 0.9189385332046727418;

/** (lambda, eta, nu) with the gate's parameters in the place of lambda, within the box. */
function withGate({ model }: StartData, start: Float64Array, gate: ArrayLike<number>): Float64Array {
  const { lower, upper } = boxVectors(model.box);
  const theta = Float64Array.of(...Array.from(gate), ...start.subarray(1));
  return theta.map((value, j) => Math.min(upper[j], Math.max(lower[j], value)));
}

function flatGate({ sample }: StartData, share: number): Float64Array {
  const gate = new Float64Array(sample.dimension + 1);
  gate[0] = logOdds(Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, share)));
  return gate;
}

/** The posterior probabilities of the prompt at (lambda, eta, nu), a constant gate's. */
function posteriors({ model, sample, frozen }: StartData, start: Float64Array): Float64Array {
  const { n, x, y } = sample;
  const nu = start[start.length - 1];
  const mean = expertColumn(model.prompt.expert, x, n, start.subarray(1, -1));
  const constant = -HALF_LOG_2PI - 0.5 * log(nu) + flatGate({ sample } as StartData, start[0])[0];
  return mean.map((m, i) => {
    const v = constant - (0.5 * (y[i] - m) * (y[i] - m)) / nu - frozen[i];
    const e = exp(-Math.abs(v));
    return v > 0 ? 1 / (1 + e) : e / (1 + e);
  });
}

/**
 * The starts of a softmax gate that a start (lambda, eta, nu) of a constant gate stands for: log-odds tau of its share with
 * beta = 0, and the logistic regression on x of the posterior probabilities it gives the rows. With a constant gate, itself.
 */
export function gatedStarts(data: StartData, start: Float64Array): readonly Float64Array[] {
  if (data.model.gate.kind === "constant") return [start];
  const regressed = logisticRegression(data, posteriors(data, start));
  return [withGate(data, start, flatGate(data, start[0])), withGate(data, start, regressed)];
}

/**
 * How random start number `index` gets its softmax gate: in turn a gate with beta = 0, one with slopes of about 1.5 per standard
 * deviation of their covariates, and the regression of the posterior probabilities. With a constant gate nothing changes and
 * nothing is drawn.
 */
export function gateOfStart(
  data: StartData,
  uniforms: StartUniforms,
  index: number,
): (start: Float64Array) => Float64Array {
  if (data.model.gate.kind === "constant") return (start) => start;
  const turn = index % 3;
  if (turn === 0) return (start) => withGate(data, start, flatGate(data, start[0]));
  if (turn === 1) return (start) => withGate(data, start, logisticRegression(data, posteriors(data, start)));
  const slopes = data.deviations.map((deviation) => (1.5 * normalQuantile(uniforms.next())) / deviation);
  return (start) => {
    const gate = flatGate(data, start[0]);
    slopes.forEach((slope, j) => {
      gate[0] -= slope * data.centres[j];
      gate[j + 1] = slope;
    });
    return withGate(data, start, gate);
  };
}
