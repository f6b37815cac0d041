import { boxVectors } from "../../../model/box";
import { normalQuantile } from "../../../numerics/normal-quantile";
import type { Companion } from "./companion";
import { frequencyStart } from "./frequency";
import { frozenEta } from "./frozen-eta";
import { gateOfStart } from "./gate-start";
import { hasOutliers, type StartData } from "./start-data";
import { bandsOf } from "./through-rows/bands";
import { elementalFit, inUnits, type RowChoice, smallRegression } from "./through-rows/elemental";
import { inverseActivation } from "./through-rows/inverse-activation";
import { exchangeRows } from "./through-rows/row-exchange";
import { hasSteps, steepElemental, steepStart } from "./through-rows/steep";
import type { StartUniforms } from "./uniforms";

/** Candidates of each random start; the one with the highest likelihood is run. */
const CANDIDATES = 12;

type Draw<Eta = Float64Array | undefined> = (data: StartData, uniforms: StartUniforms) => Eta;

/** eta uniform in its box. */
const uniformEta: Draw<Float64Array> = ({ model }, uniforms) =>
  Float64Array.from(model.box.eta, ([low, high]) => uniforms.between(low, high));

/** Each entry of eta on one of its bounds, half of the time, or uniform between them: where steep curves serve, maxima lie on bounds. */
const boundEta: Draw = ({ model }, uniforms) =>
  Float64Array.from(model.box.eta, ([low, high]) => {
    const u = uniforms.next();
    return u < 0.25 ? low : u < 0.5 ? high : uniforms.between(low, high);
  });

/** Slopes of about 1.5 per standard deviation of their covariates, normal, the curve through the covariates' centre. */
const moderateEta: Draw<Float64Array> = (data, uniforms) => {
  if (data.model.prompt.expert.kind === "custom") return uniformEta(data, uniforms);
  return inUnits(
    data,
    Float64Array.from({ length: data.q }, () => 1.5 * normalQuantile(uniforms.next())),
  );
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
 * 10^-4 of y's variance, by its quartiles where outliers make it) and twice y's variance; a softmax gate has the log-odds of the share (gate-start.ts). A function of (data, key, index) alone.
 */
export function randomStart(
  data: StartData,
  uniforms: StartUniforms,
  index: number,
  value: (theta: Float64Array) => number,
): Float64Array {
  uniforms.begin(index);
  const kinds = hasSteps(data) ? WITH_STEPS : KINDS;
  // One share and one variance for all candidates: among different ones the likelihood would choose the most timid.
  const lambda = uniforms.next();
  const nu = variance(data, uniforms);
  return bestOf(kinds[index % kinds.length], data, uniforms, index, lambda, nu, value);
}

/** The variance of a start: log-uniform. */
function variance(data: StartData, uniforms: StartUniforms): number {
  const { model, variance, robustVariance } = data;
  const high = Math.max(2 * variance, 1e-300);
  const usual = hasOutliers(data) && robustVariance > 0 ? 2 * robustVariance : high;
  return uniforms.logBetween(Math.min(high, Math.max(model.box.nu[0], 1e-4 * usual)), high);
}

/** What makes a parameter vector within the box of lambda, eta and nu, with the gate of that start. */
function startWith(
  data: StartData,
  uniforms: StartUniforms,
  index: number,
): (lambda: number, eta: Float64Array, nu: number) => Float64Array {
  const { lower, upper } = boxVectors(data.model.box);
  const withGate = gateOfStart(data, uniforms, index);
  return (lambda, eta, nu) => {
    const theta = withGate(Float64Array.of(lambda, ...eta, nu));
    for (let j = 0; j < theta.length; j++) theta[j] = Math.min(upper[j], Math.max(lower[j], theta[j]));
    return theta;
  };
}

/** Of candidates for eta, with one gate and one nu, the parameter vector with the highest likelihood, within the box. */
function bestOf(
  draw: Draw,
  data: StartData,
  uniforms: StartUniforms,
  index: number,
  lambda: number,
  nu: number,
  value: (theta: Float64Array) => number,
): Float64Array {
  const start = startWith(data, uniforms, index);
  let best: Float64Array = new Float64Array();
  let bestValue = Number.NaN;
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    const theta = start(lambda, draw(data, uniforms) ?? moderateEta(data, uniforms), nu);
    const height = value(theta);
    if (candidate === 0 || height > bestValue || Number.isNaN(bestValue)) {
      best = theta;
      bestValue = height;
    }
  }
  return best;
}

/** A start beside random ones is made after every third one, later after every ninth, of three kinds in turn. */
const BESIDE_EVERY = 3;
const LATER_EVERY = 9;
/** From this random start on what runs beside them is made less often. */
export const LATER = 128;

/**
 * The start that a thorough search runs beside random start number `index`, after every third one and later every ninth: in
 * turn a curve through rows, of all or of any number of the worst explained ones, exchanged until many others lie on it (row-exchange.ts), with a share of any order of magnitude and every other
 * time nu on its lower bound; eta on bounds of its box; and a step through as many rows as possible, where steps are (steep.ts). `uniforms` goes on in
 * that start's own.
 */
export function startBeside(
  data: StartData,
  uniforms: StartUniforms,
  index: number,
  value: (theta: Float64Array) => number,
): Companion | undefined {
  const every = index < LATER ? BESIDE_EVERY : LATER_EVERY;
  if (index % every !== every - 1) return undefined;
  const kind = Math.floor(index / every) % 3;
  const nu = variance(data, uniforms);
  const ofMany = (draw: Draw) => {
    return { start: bestOf(draw, data, uniforms, index, uniforms.next(), nu, value), rows: 0 };
  };
  if (kind === 1) return ofMany(boundEta);
  if (kind === 2) return hasSteps(data) ? ofMany(steepElemental) : undefined;
  const { q, sample, worst } = data;
  const choice: RowChoice = uniforms.next() < 0.5 ? "all rows" : "worst explained";
  const lambda = uniforms.logBetween(Math.min(1, (q + 1) / sample.n), 1);
  const few = { ...data, worst: Math.round(uniforms.logBetween(Math.min(worst, q + 1), worst)) };
  const spread = uniforms.next() < 0.5 ? data.model.box.nu[0] : nu;
  const start = startWith(few, uniforms, index);
  const elemental = elementalFit(few, uniforms, choice);
  const exchanged = elemental && exchangeRows(few, bandsOf(few, lambda, spread), elemental, uniforms);
  const eta = exchanged?.eta ?? moderateEta(few, uniforms);
  return { start: start(lambda, eta, spread), rows: exchanged?.rows ?? 0 };
}
