import { boxVectors } from "../../../model/box";
import { normalQuantile } from "../../../numerics/normal-quantile";
import { consensusEta } from "./consensus";
import { elementalFit, smallRegression } from "./elemental";
import { frequencyStart } from "./frequency";
import { frozenEta } from "./frozen-eta";
import { gateOfStart } from "./gate-start";
import { inverseActivation } from "./inverse-activation";
import { hasOutliers, type StartData } from "./start-data";
import { hasSteps, steepStart } from "./steep";
import type { StartUniforms } from "./uniforms";

/** Candidates of each random start; the one with the highest likelihood is run. */
const CANDIDATES = 12;

/** Of a thorough search's starts so many have a share and a choice of the worst explained rows of any order of magnitude. */
const FEW = 0.5;

/** One start in so many of a thorough search is a consensus (consensus.ts), which chooses among its own candidates. */
const CONSENSUS_EVERY = 8;

type Draw = (data: StartData, uniforms: StartUniforms) => Float64Array | undefined;

/** eta uniform in its box. */
const uniformEta: Draw = ({ model }, uniforms) =>
  Float64Array.from(model.box.eta, ([low, high]) => uniforms.between(low, high));

/** Slopes of about 1.5 per standard deviation of their covariates, normal, the curve through the covariates' centre. */
const moderateEta: Draw = ({ model, sample, q, centres, deviations }, uniforms) => {
  const { dimension: d } = sample;
  if (model.prompt.expert.kind === "custom") return uniformEta({ model } as StartData, uniforms);
  const eta = Float64Array.from({ length: q }, () => 1.5 * normalQuantile(uniforms.next()));
  for (let j = 0; j < d; j++) {
    eta[j] /= deviations[j];
    if (q > d) eta[d] -= eta[j] * centres[j];
  }
  return eta;
};

/** The frozen parameters moved by up to a standard deviation of y per coordinate. */
const nearFrozen: Draw = (data, uniforms) => {
  const { model, sample, deviations, centres, q } = data;
  const frozen = frozenEta(model);
  if (frozen === undefined || model.prompt.expert.kind === "custom") return moderateEta(data, uniforms);
  const eta = Float64Array.from(frozen);
  const size = 2 * Math.sqrt(model.pretrained.nu);
  for (let j = 0; j < q; j++) {
    const move = size * (uniforms.next() - 0.5);
    if (j >= sample.dimension) eta[j] += move;
    else {
      eta[j] += move / deviations[j];
      if (q > sample.dimension) eta[q - 1] -= (move / deviations[j]) * centres[j];
    }
  }
  return eta;
};

/** A curve that is flat at the response of a random row: where responses are tied, many rows lie on it exactly. */
const flat: Draw = (data, uniforms) => {
  const { model, sample, q } = data;
  const { expert } = model.prompt;
  if (expert.kind === "custom" || !expert.bias) return moderateEta(data, uniforms);
  const eta = new Float64Array(q);
  const y = sample.y[uniforms.below(sample.n)];
  eta[q - 1] = inverseActivation(expert.activation, y, uniforms.next(), uniforms.next());
  return eta;
};

/** The kinds in turn; a kind that has nothing to offer gives a moderate eta. */
const KINDS: readonly Draw[] = [
  (data, uniforms) => elementalFit(data, uniforms, "all rows"),
  (data, uniforms) => smallRegression(data, uniforms, "all rows"),
  (data, uniforms) => elementalFit(data, uniforms, "worst explained"),
  (data, uniforms) => frequencyStart(data, uniforms) ?? uniformEta(data, uniforms),
  nearFrozen,
  flat,
  (data, uniforms) => elementalFit(data, uniforms, "all rows"),
  (data, uniforms) => frequencyStart(data, uniforms) ?? smallRegression(data, uniforms, "worst explained"),
  moderateEta,
];

/** For activations that saturate, in a box that allows it, steps as well. */
const WITH_STEPS: readonly Draw[] = [
  ...KINDS.slice(0, 3),
  steepStart,
  ...KINDS.slice(3, 6),
  steepStart,
  ...KINDS.slice(6),
];

/**
 * Random start number `index`: the best of twelve candidates of one kind, the kinds in turn. The kinds: exact fits
 * through q rows and regressions on 2 (q + 1), of all rows and of those that f0 explains worst (elemental.ts);
 * frequencies for sin (frequency.ts); steps for tanh and sigmoid (steep.ts); eta uniform in its box; slopes of moderate size; the frozen parameters moved; flat
 * curves. All twelve have one share lambda, uniform, and one variance, log-uniform between the box's lower bound (or
 * 10^-4 of y's variance, by its quartiles where outliers make it) and twice y's variance; a softmax gate has the log-odds of the share (gate-start.ts).
 * A `thorough` search draws half of its shares log-uniform from (q + 1)/n, and with them how many rows count as explained worst: few
 * far rows, which a uniform share and a fifth of all rows would seldom meet together; and every eighth of its starts is a
 * consensus of such rows (consensus.ts). A function of (data, key, index) alone.
 */
export function randomStart(
  data: StartData,
  uniforms: StartUniforms,
  index: number,
  value: (theta: Float64Array) => number,
  thorough: boolean,
): Float64Array {
  const { model, variance, robustVariance } = data;
  const { lower, upper } = boxVectors(model.box);
  uniforms.begin(index);
  const agreed = thorough && index % CONSENSUS_EVERY === CONSENSUS_EVERY - 1;
  const kinds = hasSteps(data) ? WITH_STEPS : KINDS;
  const draw = kinds[index % kinds.length];
  const high = Math.max(2 * variance, 1e-300);
  const usual = hasOutliers(data) && robustVariance > 0 ? 2 * robustVariance : high;
  const low = Math.min(high, Math.max(lower[lower.length - 1], 1e-4 * usual));
  // One share and one variance for all candidates: among different ones the likelihood would choose the most timid.
  const few = agreed || (thorough && uniforms.next() < FEW);
  const least = Math.min(1, (data.q + 1) / data.sample.n);
  const lambda = few ? uniforms.logBetween(least, 1) : uniforms.next();
  const fewest = Math.min(data.worst, data.q + 1);
  const from = few ? { ...data, worst: Math.round(uniforms.logBetween(fewest, data.worst)) } : data;
  const nu = uniforms.logBetween(low, high);
  const withGate = gateOfStart(data, uniforms, index);
  let best: Float64Array = new Float64Array(lower.length);
  let bestValue = Number.NaN;
  for (let candidate = 0; candidate < (agreed ? 1 : CANDIDATES); candidate++) {
    const eta =
      (agreed ? consensusEta(from, uniforms, lambda, nu) : draw(from, uniforms)) ?? moderateEta(data, uniforms) ?? [];
    const theta = withGate(Float64Array.of(lambda, ...eta, nu));
    for (let j = 0; j < theta.length; j++) theta[j] = Math.min(upper[j], Math.max(lower[j], theta[j]));
    const height = value(theta);
    if (candidate === 0 || height > bestValue || Number.isNaN(bestValue)) {
      best = theta;
      bestValue = height;
    }
  }
  return best;
}
