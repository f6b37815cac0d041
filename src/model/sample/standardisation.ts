import { InputError } from "../../input-error";
import { log } from "../../numerics/elementary";
import { type Box, defaultBox, type Interval } from "../box";
import { byParameter, inVectorOrder, type Parameters } from "../by-parameter";
import { type ContaminatedMoe, promptParameters } from "../contaminated-moe";
import type { ActivationExpert } from "../expert";
import type { Sample } from "./sample";

/**
 * Standard units x' = (x - m)/s and y' = (y - c)/t. A model with activation experts is the same model in them:
 *
 *   sigma(a^T x + b) has a' = s a, b' = b + a^T m; identity experts also a'/t, (b' - c)/t, nu' = nu/t^2,
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

function activationExperts(model: ContaminatedMoe): readonly ActivationExpert[] {
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
export function standardisationOf(model: ContaminatedMoe, sample: Sample): Standardisation {
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

export function fromStandardUnits(units: Standardisation, { lambda, eta, nu }: Parameters): Parameters {
  return { lambda, eta: originalEta(units, eta), nu: nu * units.responseScale ** 2 };
}

export function toStandardUnits(units: Standardisation, { lambda, eta, nu }: Parameters): Parameters {
  return { lambda, eta: standardEta(units, eta), nu: nu / units.responseScale ** 2 };
}

/** The smallest box that holds the image of `box` under the affine map of eta. */
function imageBox(box: Box, mapEta: (eta: readonly number[]) => readonly number[], nuFactor: number): Box {
  const q = box.eta.length;
  const centre = mapEta(box.eta.map(([low, high]) => 0.5 * low + 0.5 * high));
  const reach = new Float64Array(q);
  for (let j = 0; j < q; j++) {
    const half = 0.5 * box.eta[j][1] - 0.5 * box.eta[j][0];
    const origin = mapEta(Array.from({ length: q }, () => 0));
    const moved = mapEta(Array.from({ length: q }, (_, k) => (k === j ? half : 0)));
    for (let k = 0; k < q; k++) reach[k] += Math.abs(moved[k] - origin[k]);
  }
  return {
    lambda: box.lambda,
    eta: centre.map((middle, k): Interval => [middle - reach[k], middle + reach[k]]),
    nu: [box.nu[0] * nuFactor, box.nu[1] * nuFactor],
  };
}

/** The box in standard units that covers `box`; slanted edges are covered, so it may be larger. */
export function standardBox(units: Standardisation, box: Box): Box {
  return imageBox(box, (eta) => standardEta(units, eta), 1 / units.responseScale ** 2);
}

/** The box in the data's units that covers a box in standard units. */
export function originalBox(units: Standardisation, box: Box): Box {
  return imageBox(box, (eta) => originalEta(units, eta), units.responseScale ** 2);
}

/**
 * The box of standard units where nobody stated one: the default one there, with lambda's interval of the model's own box and its
 * points, which are known parameters. A known bias is a point of these units only where nothing was centred.
 */
export function openStandardBox(units: Standardisation, model: ContaminatedMoe): Box {
  const usual = inVectorOrder(defaultBox(promptParameters(model)));
  const own = inVectorOrder(model.box);
  const scaled = inVectorOrder(standardBox(units, model.box));
  return byParameter(usual.map((interval, j) => (j === 0 || own[j][0] === own[j][1] ? scaled[j] : interval)));
}

/** The same model in standard units, with the given box there. */
export function standardiseModel(units: Standardisation, model: ContaminatedMoe, box: Box): ContaminatedMoe {
  const { pretrained } = model;
  if (pretrained.byRows !== undefined) return { ...model, box };
  const nu = pretrained.nu / units.responseScale ** 2;
  return { ...model, pretrained: { ...pretrained, eta: standardEta(units, pretrained.eta), nu }, box };
}
