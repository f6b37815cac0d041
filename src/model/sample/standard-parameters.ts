import { type Box, defaultBox, defaultSoftmaxBox, type Interval } from "../box";
import { type ByParameter, byParameter, type GateKind, inVectorOrder, type Parameters } from "../by-parameter";
import { type ContaminatedMoe, promptParameters } from "../contaminated-moe";
import type { Standardisation } from "./standardisation";

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

/** The maps of a parameter vector's groups: of the gate's linear parameters, of eta, of nu. A share has no unit. */
interface GroupMaps<T> {
  readonly gate: (values: readonly T[]) => readonly T[];
  readonly eta: (values: readonly T[]) => readonly T[];
  readonly nu: (value: T) => T;
}

/** Every group under its map. */
function mapGroups<T, G extends GateKind>(values: ByParameter<T, G>, maps: GroupMaps<T>): ByParameter<T, G> {
  const given: ByParameter<T, GateKind> = values;
  const prompt = { eta: maps.eta(given.eta), nu: maps.nu(given.nu) };
  const mapped = (): ByParameter<T, GateKind> => {
    if ("lambda" in given) return { lambda: given.lambda, ...prompt };
    const [tau, ...beta] = maps.gate([given.tau, ...given.beta]);
    return { tau, beta, ...prompt };
  };
  // The groups are those of G: the compiler does not follow that through the branch.
  return mapped() as ByParameter<T, G>;
}

export function fromStandardUnits<G extends GateKind = "constant">(
  units: Standardisation,
  at: Parameters<G>,
): Parameters<G> {
  return mapGroups<number, G>(at, {
    gate: (values) => originalGate(units, values),
    eta: (values) => originalEta(units, values),
    nu: (value) => value * units.responseScale ** 2,
  });
}

export function toStandardUnits<G extends GateKind = "constant">(
  units: Standardisation,
  at: Parameters<G>,
): Parameters<G> {
  return mapGroups<number, G>(at, {
    gate: (values) => standardGate(units, values),
    eta: (values) => standardEta(units, values),
    nu: (value) => value / units.responseScale ** 2,
  });
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

/** The box in standard units that covers `box`; slanted edges are covered, so it may be larger. */
export function standardBox<G extends GateKind>(units: Standardisation, box: Box<G>): Box<G> {
  const factor = 1 / units.responseScale ** 2;
  return mapGroups<Interval, G>(box, {
    gate: (intervals) => imageOf(intervals, (values) => standardGate(units, values)),
    eta: (intervals) => imageOf(intervals, (values) => standardEta(units, values)),
    nu: ([low, high]) => [low * factor, high * factor],
  });
}

/** The box in the data's units that covers a box in standard units. */
export function originalBox<G extends GateKind>(units: Standardisation, box: Box<G>): Box<G> {
  const factor = units.responseScale ** 2;
  return mapGroups<Interval, G>(box, {
    gate: (intervals) => imageOf(intervals, (values) => originalGate(units, values)),
    eta: (intervals) => imageOf(intervals, (values) => originalEta(units, values)),
    nu: ([low, high]) => [low * factor, high * factor],
  });
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
