import { InputError } from "../../input-error";
import { log } from "../../numerics/elementary";
import { type Box, defaultBox, defaultSoftmaxBox, type Interval } from "../box";
import { byParameter, type GateKind, inVectorOrder, type Parameters } from "../by-parameter";
import { type ContaminatedMoe, promptParameters } from "../contaminated-moe";
import type { ActivationExpert } from "../expert";
import type { Sample } from "./sample";

/**
 * Standard units x' = (x - m)/s and y' = (y - c)/t. A model with activation experts is the same model in them:
 *
 *   sigma(a^T x + b) has a' = s a, b' = b + a^T m; identity experts also a'/t, (b' - c)/t, nu' = nu/t^2;
 *   the softmax gate's beta^T x + tau has beta' = s beta, tau' = tau + beta^T m,
 *
 * so nothing is lost by searching there. Where the prompt's bias is known (held, or none) no shift of x may be taken up by it:
 * covariates are scaled but not centred (m = 0, c = 0), or, for identity experts and x far from 0, there is a pivot. Where an
 * expert is not the identity y keeps its units (c = 0, t = 1).
 */
export interface Standardisation {
  readonly covariateMeans: readonly number[];
  readonly covariateScales: readonly number[];
  readonly responseMean: number;
  readonly responseScale: number;
  readonly pivot?: Pivot;
  /** What could not be standardised, and why; empty when all was. */
  readonly remarks: readonly string[];
}

/**
 * With a known bias b0 and covariate J far from 0, the level at the mean of x, l = a^T m + b0, is the parameter instead of a_J:
 *
 *   x_j' = (x_j - m_j x_J/m_J)/s_j, x_J' = x_J/m_J, y' = (y - b0 - (c - b0) x_J/m_J)/t; a_j' = s_j a_j/t, a_J' = (l - c)/t, b' = 0.
 */
export interface Pivot {
  readonly covariate: number;
  readonly bias: number;
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

function moments(values: Float64Array): Moments {
  const n = values.length;
  if (values.every((v) => v === values[0])) return { mean: values[0], deviation: 0 };
  const mean = values.reduce((sum, v) => sum + v / n, 0);
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2 / n, 0));
  return { mean, deviation };
}

function activationExperts(model: ContaminatedMoe<GateKind>): readonly ActivationExpert[] {
  const { pretrained, prompt } = model;
  // A frozen model by rows is shifted and scaled with y, row by row: it restricts nothing.
  const experts = pretrained.byRows === undefined ? [prompt.expert, pretrained.expert] : [prompt.expert];
  return experts.map((expert) => {
    if (expert.kind === "activation") return expert;
    throw new InputError(
      `Expert "${expert.name}" is user-defined: what standardising does to its eta is unknown. Fit in the data's units.`,
    );
  });
}

/** The bias of the prompt where it is known: held at a point, or none. */
function knownBias(model: ContaminatedMoe<GateKind>, { bias }: ActivationExpert): number | undefined {
  if (!bias) return 0;
  const [low, high] = model.box.eta[model.covariates.dimension];
  return low === high ? low : undefined;
}

/** The covariate that is furthest from 0, in its standard deviations and by more than one, and whose slope is free. */
function pivotCovariate(columns: readonly Moments[], held: readonly boolean[]): number | undefined {
  const far = columns.map(({ mean, deviation }, j) => (held[j] || deviation === 0 ? 0 : Math.abs(mean) / deviation));
  const furthest = far.indexOf(Math.max(...far));
  return far[furthest] > 1 ? furthest : undefined;
}

/** Means and standard deviations of the data, as far as the model allows them. @throws InputError for a constant column. */
export function standardisationOf(model: ContaminatedMoe<GateKind>, sample: Sample): Standardisation {
  const experts = activationExperts(model);
  const bias = knownBias(model, experts[0]);
  const identity = experts.every(({ activation }) => activation === "identity");
  const { n, dimension, x, y } = sample;
  const columns = Array.from({ length: dimension }, (_, j) => moments(x.subarray(j * n, (j + 1) * n)));
  const held = model.box.eta.map(([low, high]) => low === high);
  // A softmax gate is linear in x itself, which a pivot bends.
  const pivots = bias !== undefined && identity && model.gate.kind === "constant";
  const pivot = pivots ? pivotCovariate(columns, held) : undefined;
  const centred = bias === undefined || pivot !== undefined;
  // A constant column only has a size, which matters where it is an intercept or its slope is known.
  const constant = ({ mean, deviation }: Moments, j: number): boolean =>
    deviation === 0 && (held[j] || (!centred && mean !== 0));
  const still = columns.findIndex((column, j) => !(column.deviation > 0 || constant(column, j)));
  if (still >= 0) throw new InputError(`Covariate ${still + 1} is the same in every row; it cannot be standardised.`);
  const response = moments(y);
  const remarks: string[] = [];
  if (!centred) remarks.push("covariates are scaled but not centred: a known bias, or none, takes up no shift");
  if (pivot !== undefined) {
    remarks.push("the bias is known, or there is none: the level at the mean of x is searched instead of a slope");
  }
  if (!identity) remarks.push("the response keeps its units: an expert is not linear in its parameters");
  return {
    covariateMeans: columns.map(({ mean }) => (centred ? mean : 0)),
    covariateScales: columns.map((column, j) => (constant(column, j) ? Math.abs(column.mean) || 1 : column.deviation)),
    responseMean: identity && centred ? response.mean : 0,
    responseScale: identity ? response.deviation : 1,
    ...(pivot === undefined || bias === undefined ? {} : { pivot: { covariate: pivot, bias } }),
    remarks,
  };
}

/** A response (or the mean of one) in standard units; `x` is the row's pivot covariate. */
function standardResponse(units: Standardisation, value: number, x: number): number {
  const { covariateMeans: m, responseMean: c, responseScale: t, pivot } = units;
  if (pivot === undefined) return (value - c) / t;
  const middle = m[pivot.covariate];
  return (value - c - (c - pivot.bias) * ((x - middle) / middle)) / t;
}

/** Covariate j of a row in standard units; `x` is the row's pivot covariate. */
function standardCovariate(units: Standardisation, j: number, value: number, x: number): number {
  const { covariateMeans: m, covariateScales: s, pivot } = units;
  if (pivot === undefined) return (value - m[j]) / s[j];
  const middle = m[pivot.covariate];
  if (j === pivot.covariate) return value / middle;
  return (value - m[j] - m[j] * ((x - middle) / middle)) / s[j];
}

export function standardiseSample(units: Standardisation, sample: Sample): Sample {
  const { n } = sample;
  const first = (units.pivot?.covariate ?? 0) * n;
  const pivotOf = (at: number): number => sample.x[first + (at % n)];
  const x = sample.x.map((value, at) => standardCovariate(units, Math.floor(at / n), value, pivotOf(at)));
  const responses = (column: Float64Array): Float64Array =>
    column.map((value, i) => standardResponse(units, value, pivotOf(i)));
  const standard = { ...sample, x, y: responses(sample.y) };
  if (sample.frozen === undefined) return standard;
  if (sample.frozen.given === "log-density") {
    const shift = log(units.responseScale);
    const logDensity = sample.frozen.logDensity.map((value) => value + shift);
    return { ...standard, frozen: { given: "log-density", logDensity } };
  }
  const variance = sample.frozen.variance.map((value) => value / units.responseScale ** 2);
  return { ...standard, frozen: { given: "moments", mean: responses(sample.frozen.mean), variance } };
}

/** eta in standard units; entries beyond the slopes are the bias. */
function standardEta(units: Standardisation, eta: readonly number[]): readonly number[] {
  const { covariateMeans: m, covariateScales: s, responseMean: c, responseScale: t, pivot } = units;
  const shift = m.reduce((sum, mean, j) => sum + mean * eta[j], 0);
  return eta.map((value, j) => {
    if (j === pivot?.covariate) return (shift - (c - pivot.bias)) / t;
    if (j < s.length) return (value * s[j]) / t;
    return (pivot === undefined ? value + shift - c : value - pivot.bias) / t;
  });
}

/** eta in the data's units. */
function originalEta(units: Standardisation, eta: readonly number[]): readonly number[] {
  const { covariateMeans: m, covariateScales: s, responseMean: c, responseScale: t, pivot } = units;
  const slopes = s.map((scale, j) => (j === pivot?.covariate ? 0 : (eta[j] * t) / scale));
  const shift = m.reduce((sum, mean, j) => sum + mean * slopes[j], 0);
  return eta.map((value, j) => {
    if (j === pivot?.covariate) return (value * t + (c - pivot.bias) - shift) / m[j];
    if (j < s.length) return slopes[j];
    return pivot === undefined ? value * t + c - shift : value * t + pivot.bias;
  });
}

/** (tau, beta) in standard units. */
function standardGate(units: Standardisation, [tau, ...beta]: readonly number[]): readonly number[] {
  const { covariateMeans: m, covariateScales: s } = units;
  return [m.reduce((sum, mean, j) => sum + mean * beta[j], tau), ...beta.map((slope, j) => slope * s[j])];
}

/** (tau, beta) in the data's units. */
function originalGate(units: Standardisation, [tau, ...beta]: readonly number[]): readonly number[] {
  const { covariateMeans: m, covariateScales: s } = units;
  const slopes = beta.map((slope, j) => slope / s[j]);
  return [m.reduce((sum, mean, j) => sum - mean * slopes[j], tau), ...slopes];
}

/** The parameters with each group mapped as its units are. */
function mapGroups<G extends GateKind>(
  parameters: Parameters<G>,
  gate: (values: readonly number[]) => readonly number[],
  eta: (values: readonly number[]) => readonly number[],
  nuFactor: number,
): Parameters<G> {
  const given: Parameters<GateKind> = parameters;
  const prompt = { eta: eta(given.eta), nu: given.nu * nuFactor };
  const mapped = (): Parameters<GateKind> => {
    if ("lambda" in given) return { lambda: given.lambda, ...prompt };
    const [tau, ...beta] = gate([given.tau, ...given.beta]);
    return { tau, beta, ...prompt };
  };
  return mapped() as Parameters<G>;
}

export function fromStandardUnits<G extends GateKind = "constant">(
  units: Standardisation,
  at: Parameters<G>,
): Parameters<G> {
  const { responseScale: t } = units;
  return mapGroups<G>(
    at,
    (values) => originalGate(units, values),
    (eta) => originalEta(units, eta),
    t ** 2,
  );
}

export function toStandardUnits<G extends GateKind = "constant">(
  units: Standardisation,
  at: Parameters<G>,
): Parameters<G> {
  const { responseScale: t } = units;
  const standard = mapGroups<G>(
    at,
    (values) => standardGate(units, values),
    (eta) => standardEta(units, eta),
    1,
  );
  return { ...standard, nu: at.nu / t ** 2 };
}

/** The smallest intervals that hold the image of `intervals` under an affine map. */
function imageOf(
  intervals: readonly Interval[],
  map: (values: readonly number[]) => readonly number[],
): readonly Interval[] {
  const q = intervals.length;
  const centre = map(intervals.map(([low, high]) => 0.5 * low + 0.5 * high));
  const reach = new Float64Array(q);
  for (let j = 0; j < q; j++) {
    const half = 0.5 * intervals[j][1] - 0.5 * intervals[j][0];
    const origin = map(Array.from({ length: q }, () => 0));
    const moved = map(Array.from({ length: q }, (_, k) => (k === j ? half : 0)));
    for (let k = 0; k < q; k++) reach[k] += Math.abs(moved[k] - origin[k]);
  }
  return centre.map((middle, k): Interval => [middle - reach[k], middle + reach[k]]);
}

/** The smallest box that holds the image of `box` under the affine maps of the gate and of eta. */
function imageBox<G extends GateKind>(
  box: Box<G>,
  mapGate: (values: readonly number[]) => readonly number[],
  mapEta: (eta: readonly number[]) => readonly number[],
  nuFactor: number,
): Box<G> {
  const given: Box<GateKind> = box;
  const prompt = {
    eta: imageOf(given.eta, mapEta),
    nu: [given.nu[0] * nuFactor, given.nu[1] * nuFactor] as const,
  };
  const mapped = (): Box<GateKind> => {
    if ("lambda" in given) return { lambda: given.lambda, ...prompt };
    const [tau, ...beta] = imageOf([given.tau, ...given.beta], mapGate);
    return { tau, beta, ...prompt };
  };
  return mapped() as Box<G>;
}

/** The box in standard units that covers `box`; slanted edges are covered, so it may be larger. */
export function standardBox<G extends GateKind>(units: Standardisation, box: Box<G>): Box<G> {
  return imageBox<G>(
    box,
    (gate) => standardGate(units, gate),
    (eta) => standardEta(units, eta),
    1 / units.responseScale ** 2,
  );
}

/** The box in the data's units that covers a box in standard units. */
export function originalBox<G extends GateKind>(units: Standardisation, box: Box<G>): Box<G> {
  return imageBox<G>(
    box,
    (gate) => originalGate(units, gate),
    (eta) => originalEta(units, eta),
    units.responseScale ** 2,
  );
}

/**
 * The box of standard units where nobody stated one: the default one there, with lambda's interval of the model's own box and its
 * points, which are known parameters.
 */
export function openStandardBox<G extends GateKind>(units: Standardisation, model: ContaminatedMoe<G>): Box<G> {
  const q = promptParameters(model);
  const constant = model.gate.kind === "constant";
  const usual = inVectorOrder(constant ? defaultBox(q) : defaultSoftmaxBox(model.covariates.dimension, q));
  const own = inVectorOrder<Interval>(model.box);
  const scaled = inVectorOrder<Interval>(standardBox<G>(units, model.box));
  const kept = (j: number): boolean => (constant && j === 0) || own[j][0] === own[j][1];
  return byParameter(
    model,
    usual.map((interval, j) => (kept(j) ? scaled[j] : interval)),
  );
}

/** The same model in standard units, with the given box there. A frozen expert without a bias gets one that takes up shifts. */
export function standardiseModel<G extends GateKind>(
  units: Standardisation,
  model: ContaminatedMoe<G>,
  box: Box<G>,
): ContaminatedMoe<G> {
  const { pretrained } = model;
  if (pretrained.byRows !== undefined) return { ...model, box };
  const { expert, eta } = pretrained;
  const shifted = units.pivot !== undefined || units.covariateMeans.some((mean) => mean !== 0);
  const without = expert.kind === "activation" && !expert.bias && (shifted || units.responseMean !== 0);
  return {
    ...model,
    pretrained: {
      ...pretrained,
      expert: without ? { ...expert, bias: true } : expert,
      eta: standardEta(units, without ? [...eta, 0] : eta),
      nu: pretrained.nu / units.responseScale ** 2,
    },
    box,
  };
}
