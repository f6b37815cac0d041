import { InputError } from "../../input-error";
import { log } from "../../numerics/elementary";
import type { GateKind } from "../by-parameter";
import type { ContaminatedMoe } from "../contaminated-moe";
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
