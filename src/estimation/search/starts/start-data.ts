import type { GateKind } from "../../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../../model/contaminated-moe";
import { hasActivation } from "../../../model/expert";
import { frozenCentres } from "../../../model/sample/frozen-rows";
import type { Sample } from "../../../model/sample/sample";
import { frozenLogDensities } from "../../likelihood/likelihood";
import { type Phase, phasesIn } from "./phase";

/** What starts are made from: the data and the frozen model alone. */
export interface StartData {
  readonly model: ContaminatedMoe<GateKind>;
  readonly sample: Sample;
  /** q, the length of eta. */
  readonly q: number;
  /** Has the linear predictor an intercept? */
  readonly bias: boolean;
  /** log f0 of every row. */
  readonly frozen: Float64Array;
  /** y - h0 of every row. */
  readonly residuals: Float64Array;
  /** Rows from the one that f0 explains worst to the one it explains best. */
  readonly worstFirst: Int32Array;
  /** So many of them are the worst explained ones. */
  readonly worst: number;
  /** Mean squared residual of y from its mean. */
  readonly variance: number;
  /** The variance that a normal y with the same quartiles would have: far outliers leave it alone. */
  readonly robustVariance: number;
  /** Mean and standard deviation of each covariate; the deviation of a constant one counts as 1. */
  readonly centres: readonly number[];
  readonly deviations: readonly number[];
  /** For sin: the phases that are compared, 0 alone without a bias; none for other experts. */
  readonly phases: readonly Phase[];
}

/** The standard deviation, 1 for a constant column: of one the variance is that of the mean's rounding. */
function deviationOf(values: Float64Array, variance: number): number {
  return values.some((value) => value !== values[0]) ? Math.sqrt(variance) || 1 : 1;
}

function moments(values: Float64Array): readonly [mean: number, variance: number] {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += ((values[i] - mean) * (values[i] - mean)) / n;
  return [mean, variance];
}

/** Upper minus lower quartile over that of the standard normal law, squared. */
function quartileVariance(values: Float64Array): number {
  const sorted = values.slice().sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  const deviation = (at(0.75) - at(0.25)) / 1.349;
  return deviation * deviation;
}

/** Below this share of y's variance the variance that its quartiles have says that outliers make it. */
const OUTLYING = 0.1;

/** Do far outliers make most of y's variance? */
export function hasOutliers({ variance, robustVariance }: StartData): boolean {
  return robustVariance < OUTLYING * variance;
}

/** With fewer distinct responses than this share of the rows many lie on one curve exactly. */
const TIED = 0.5;

/** Have many rows the same response? */
export function hasTies({ sample: { n, y } }: StartData): boolean {
  return new Set(y).size < TIED * n;
}

export function startData(model: ContaminatedMoe<GateKind>, sample: Sample): StartData {
  const { n, dimension, x, y } = sample;
  const prompt = model.prompt.expert;
  const frozen = frozenLogDensities(model, sample);
  const columns = Array.from({ length: dimension }, (_, j) => {
    const column = x.subarray(j * n, (j + 1) * n);
    const [centre, spread] = moments(column);
    return { centre, deviation: deviationOf(column, spread) };
  });
  const q = promptParameters(model);
  const bias = prompt.kind === "custom" || prompt.bias;
  return {
    model,
    sample,
    q,
    bias,
    frozen,
    residuals: frozenCentres(model, sample).map((centre, i) => y[i] - centre),
    worstFirst: Int32Array.from({ length: n }, (_, i) => i).sort((i, k) => frozen[i] - frozen[k] || i - k),
    worst: Math.min(n, Math.max(3 * q, Math.ceil(0.2 * n))),
    variance: moments(y)[1],
    robustVariance: quartileVariance(y),
    centres: columns.map(({ centre }) => centre),
    deviations: columns.map(({ deviation }) => deviation),
    phases: hasActivation(prompt, "sin") ? phasesIn(bias ? model.box.eta[q - 1] : [0, 0]) : [],
  };
}
