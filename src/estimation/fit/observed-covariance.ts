import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Box, Interval } from "../../model/box";
import {
  byParameter,
  type GateKind,
  gateLength,
  inVectorOrder,
  type Parameters,
  toVector,
} from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import { vectorNames } from "../../model/parameters";
import type { Sample } from "../../model/sample/sample";
import { standardiseModel, toStandardUnits } from "../../model/sample/standard-parameters";
import { type Standardisation, standardisationOf, standardiseSample } from "../../model/sample/standardisation";
import { type LikelihoodFactory, newPass } from "../likelihood/likelihood";
import { plainLikelihood } from "../likelihood/plain-likelihood";

/** A model, its data and an estimate in units in which slopes and bias do not compete for the mean of x. */
export interface StandardCoordinates {
  readonly model: ContaminatedMoe<GateKind>;
  readonly sample: Sample;
  readonly estimate: Parameters<GateKind>;
  /** undefined where they are the data's own units (user-defined experts, constant covariates). */
  readonly units: Standardisation | undefined;
}

/** Every parameter free, or held at its value. */
function boxAround(
  model: ContaminatedMoe<GateKind>,
  at: Parameters<GateKind>,
  held: readonly boolean[],
): Box<GateKind> {
  const interval = (value: number, j: number): Interval =>
    held[j] ? [value, value] : [value - 1 - Math.abs(value), value + 1 + Math.abs(value)];
  return byParameter(model, inVectorOrder(at).map(interval));
}

/**
 * The coordinates in which the curvature at an estimate is measured. In the data's own, x shifted far from 0 makes bias and
 * slope nearly the same parameter and the information matrix useless in double precision, though both are identified.
 */
export function standardCoordinates(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  estimate: Parameters<GateKind>,
  held: readonly string[],
): StandardCoordinates {
  const holds = vectorNames(model).map((name) => held.includes(name));
  const own = { model: { ...model, box: boxAround(model, estimate, holds) }, sample, estimate, units: undefined };
  const { pretrained, prompt } = model;
  const { n, dimension, x } = sample;
  const constant = Array.from({ length: dimension }, (_, j) => x.subarray(j * n, (j + 1) * n)).some((column) =>
    column.every((value) => value === column[0]),
  );
  const functions = pretrained.byRows === undefined && pretrained.expert.kind === "custom";
  if (functions || prompt.expert.kind === "custom" || constant) return own;
  const units = standardisationOf(own.model, sample);
  const standard = toStandardUnits<GateKind>(units, estimate);
  return {
    model: standardiseModel(units, model, boxAround(model, standard, holds)),
    sample: standardiseSample(units, sample),
    estimate: standard,
    units,
  };
}

/** The rows of the linear map from standard to data's units: d theta = A d theta'. */
function mapBack(units: Standardisation, model: ContaminatedMoe<GateKind>): readonly Float64Array[] {
  const { covariateMeans: m, covariateScales: s, responseScale: t, pivot } = units;
  const g = gateLength(model);
  const p = g + promptParameters(model) + 1;
  return Array.from({ length: p }, (_, j) => {
    const row = new Float64Array(p);
    if (j === 0) {
      row[j] = 1;
      if (g > 1) for (const [k, mean] of m.entries()) row[1 + k] = -mean / s[k];
    } else if (j < g) row[j] = 1 / s[j - 1];
    else if (j === p - 1) row[j] = t * t;
    else if (j - g === pivot?.covariate) {
      for (const [k, mean] of m.entries()) row[g + k] = k === j - g ? t / mean : (-mean * t) / (s[k] * m[j - g]);
    } else if (j - g < s.length) row[j] = t / s[j - g];
    else if (pivot !== undefined) row[j] = t;
    else {
      row[j] = t;
      for (const [k, mean] of m.entries()) row[g + k] = (-mean * t) / s[k];
    }
    return row;
  });
}

/**
 * The covariance of the estimate from the observed information in standard coordinates, told in the data's units:
 * A (-H')^-1 A^T, row by row. The information is scaled to unit diagonal first. Rows and columns of held parameters are 0.
 * @returns null when the information is not positive definite: something is not identified
 */
export function observedCovariance(
  { model, sample, estimate, units }: StandardCoordinates,
  factory: LikelihoodFactory = plainLikelihood,
): readonly Float64Array[] | null {
  const likelihood = factory(model, sample);
  const p = likelihood.parameters;
  const pass = newPass(p);
  likelihood.evaluate(toVector(estimate), pass);
  likelihood.release();
  const open = inVectorOrder(model.box).flatMap(([low, high], j) => (low < high ? [j] : []));
  const scale = open.map((j) => Math.sqrt(-pass.hessian[j * p + j]));
  if (open.length === 0 || !scale.every((s) => s > 0 && Number.isFinite(s))) return null;
  const scaled = open.map((j, r) => open.map((k, c) => -pass.hessian[j * p + k] / (scale[r] * scale[c])));
  const evd = new EigenvalueDecomposition(new Matrix(scaled), { assumeSymmetric: true });
  const values = evd.realEigenvalues;
  if (!(Math.min(...values) > 1e-14 * open.length)) return null;
  const rows = units === undefined ? undefined : mapBack(units, model);
  // Every parameter along the eigenvectors, in units of their standard deviations.
  const along = Array.from({ length: p }, (_, j) => {
    if (!open.includes(j)) return values.map(() => 0);
    const direction = open.map((k, r) => (rows === undefined ? (j === k ? 1 : 0) : rows[j][k]) / scale[r]);
    return values.map((value, i) => {
      const part = direction.reduce((sum, entry, r) => sum + entry * evd.eigenvectorMatrix.get(r, i), 0);
      return part / Math.sqrt(value);
    });
  });
  return along.map((left) =>
    Float64Array.from(along, (right) => left.reduce((sum, entry, i) => sum + entry * right[i], 0)),
  );
}

/** Standard errors: null for held parameters, and for all without a covariance. */
export function errorsOf(
  { model }: StandardCoordinates,
  covariance: readonly Float64Array[] | null,
): readonly (number | null)[] {
  return inVectorOrder(model.box).map(([low, high], j) =>
    covariance === null || low === high ? null : Math.sqrt(covariance[j][j]),
  );
}
