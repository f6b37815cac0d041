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
 * so nothing is lost by searching there. Where an expert has no bias the covariates are scaled but not centred (m = 0),
 * and where an expert is not the identity y keeps its units (c = 0, t = 1).
 */
export interface Standardisation {
  readonly covariateMeans: readonly number[];
  readonly covariateScales: readonly number[];
  readonly responseMean: number;
  readonly responseScale: number;
  /** What could not be standardised, and why; empty when all was. */
  readonly remarks: readonly string[];
}

function moments(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  const n = values.length;
  if (values.every((v) => v === values[0])) return { mean: values[0], deviation: 0 };
  const mean = values.reduce((sum, v) => sum + v / n, 0);
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2 / n, 0));
  return { mean, deviation };
}

function activationExperts(model: ContaminatedMoe<GateKind>): readonly ActivationExpert[] {
  const { pretrained, prompt } = model;
  // A frozen model by rows is shifted and scaled with y, row by row: it restricts nothing.
  const experts = pretrained.byRows === undefined ? [pretrained.expert, prompt.expert] : [prompt.expert];
  return experts.map((expert) => {
    if (expert.kind === "activation") return expert;
    throw new InputError(
      `Expert "${expert.name}" is user-defined: what standardising does to its eta is unknown. Fit in the data's units.`,
    );
  });
}

/** Means and standard deviations of the data, as far as the model allows them. @throws InputError for a constant column. */
export function standardisationOf(model: ContaminatedMoe<GateKind>, sample: Sample): Standardisation {
  const experts = activationExperts(model);
  const centred = experts.every(({ bias }) => bias);
  const identity = experts.every(({ activation }) => activation === "identity");
  const { n, dimension, x, y } = sample;
  const covariates = Array.from({ length: dimension }, (_, j) => moments(x.subarray(j * n, (j + 1) * n)));
  // Without biases a constant column is the experts' intercept, and only has a size.
  const intercept = ({ mean, deviation }: { readonly mean: number; readonly deviation: number }): boolean =>
    !centred && deviation === 0 && mean !== 0;
  const still = covariates.findIndex((column) => !(column.deviation > 0 || intercept(column)));
  if (still >= 0) throw new InputError(`Covariate ${still + 1} is the same in every row; it cannot be standardised.`);
  const response = moments(y);
  const remarks: string[] = [];
  if (!centred) remarks.push("covariates are scaled but not centred: an expert has no bias to take up a shift");
  if (!identity) remarks.push("the response keeps its units: an expert is not linear in its parameters");
  return {
    covariateMeans: covariates.map(({ mean }) => (centred ? mean : 0)),
    covariateScales: covariates.map((column) => (intercept(column) ? Math.abs(column.mean) : column.deviation)),
    responseMean: identity && centred ? response.mean : 0,
    responseScale: identity ? response.deviation : 1,
    remarks,
  };
}

/** The same units without shifts: a known bias is no point of centred ones. */
export function uncentred(units: Standardisation): Standardisation {
  const remark = "covariates and response are scaled but not centred: a known bias is no point of centred units";
  return {
    ...units,
    covariateMeans: units.covariateMeans.map(() => 0),
    responseMean: 0,
    remarks: [...units.remarks, remark],
  };
}

export function standardiseSample(units: Standardisation, sample: Sample): Sample {
  const { n } = sample;
  const x = sample.x.map((value, at) => {
    const j = Math.floor(at / n);
    return (value - units.covariateMeans[j]) / units.covariateScales[j];
  });
  const response = (value: number): number => (value - units.responseMean) / units.responseScale;
  const standard = { ...sample, x, y: sample.y.map(response) };
  if (sample.frozen === undefined) return standard;
  if (sample.frozen.given === "log-density") {
    const shift = log(units.responseScale);
    const logDensity = sample.frozen.logDensity.map((value) => value + shift);
    return { ...standard, frozen: { given: "log-density", logDensity } };
  }
  const mean = sample.frozen.mean.map(response);
  const variance = sample.frozen.variance.map((value) => value / units.responseScale ** 2);
  return { ...standard, frozen: { given: "moments", mean, variance } };
}

/** eta in standard units; entries beyond the slopes are the bias. */
function standardEta(units: Standardisation, eta: readonly number[]): readonly number[] {
  const { covariateMeans: m, covariateScales: s, responseMean: c, responseScale: t } = units;
  const shift = m.reduce((sum, mean, j) => sum + mean * eta[j], 0);
  return eta.map((value, j) => (j < s.length ? (value * s[j]) / t : (value + shift - c) / t));
}

/** eta in the data's units. */
function originalEta(units: Standardisation, eta: readonly number[]): readonly number[] {
  const { covariateMeans: m, covariateScales: s, responseMean: c, responseScale: t } = units;
  const slopes = s.map((scale, j) => (eta[j] * t) / scale);
  const shift = m.reduce((sum, mean, j) => sum + mean * slopes[j], 0);
  return eta.map((value, j) => (j < s.length ? slopes[j] : value * t + c - shift));
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

export function fromStandardUnits<G extends GateKind>(units: Standardisation, at: Parameters<G>): Parameters<G> {
  const { responseScale: t } = units;
  return mapGroups<G>(
    at,
    (values) => originalGate(units, values),
    (eta) => originalEta(units, eta),
    t ** 2,
  );
}

export function toStandardUnits<G extends GateKind>(units: Standardisation, at: Parameters<G>): Parameters<G> {
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
 * points, which are known parameters. A known bias is a point of these units only where nothing was centred.
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

/** The same model in standard units, with the given box there. */
export function standardiseModel<G extends GateKind>(
  units: Standardisation,
  model: ContaminatedMoe<G>,
  box: Box<G>,
): ContaminatedMoe<G> {
  const { pretrained } = model;
  if (pretrained.byRows !== undefined) return { ...model, box };
  const nu = pretrained.nu / units.responseScale ** 2;
  return { ...model, pretrained: { ...pretrained, eta: standardEta(units, pretrained.eta), nu }, box };
}
