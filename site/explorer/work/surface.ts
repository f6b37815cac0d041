import type { Optimum } from "../../../src/estimation/fit/fit";
import { fit } from "../../../src/estimation/fit/maximum-likelihood";
import { observedCovariance, standardCoordinates } from "../../../src/estimation/fit/observed-covariance";
import { likelihoodOf } from "../../../src/estimation/likelihood/wasm-likelihood";
import type { Nature } from "../../../src/estimation/search/optima/nature";
import { type GateKind, gateValues, inVectorOrder, type Parameters, toVector } from "../../../src/model/by-parameter";
import type { ContaminatedMoe } from "../../../src/model/contaminated-moe";
import { fixParameters } from "../../../src/model/fixed-parameters";
import { frozenCoordinates } from "../../../src/model/frozen-coordinates";
import { parameterVector, vectorNames } from "../../../src/model/parameters";
import { truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import type { Sample } from "../../../src/model/sample/sample";
import { type PathJson, pathOf } from "../../../src/study/design/path-json";
import { profileGrid } from "./profile-grid";

/**
 * What becomes of the parameters that are not shown: "best", the largest likelihood over them at every point (the
 * profile); "held", their true values, as if they were known.
 */
export type OtherParameters = "best" | "held";

/** The study's first data set at n, and two parameters by their places in the vector. */
export interface SurfaceSubject {
  readonly path: PathJson<GateKind>;
  readonly seed: number;
  readonly n: number;
  readonly axes: readonly [number, number];
  readonly others: OtherParameters;
}

/** A point of the surface: the two parameters' values. */
export type Spot = readonly [number, number];

export interface SurfaceAxis {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** The log-likelihood over a window of two parameters, and what is to be seen on it. */
export interface Surface {
  readonly axes: readonly [SurfaceAxis, SurfaceAxis];
  /** The parameters that are not shown, with their true values. */
  readonly hidden: readonly { readonly name: string; readonly value: number }[];
  /** Points of the grid along each axis. */
  readonly points: number;
  /** Log-likelihood minus its maximum, row by row from the second axis' low end. */
  readonly drops: readonly number[];
  readonly truth: Spot;
  /** Where the library's cold fit ended. */
  readonly estimate: Spot;
  readonly logLikelihood: number;
  readonly nature: Nature;
  /** Further local maxima that the fit found, best first. */
  readonly farther: readonly { readonly at: Spot; readonly drop: number }[];
  /** Of the two estimates, from the observed information; null on a bound and where something is not identified. */
  readonly correlation: number | null;
}

/** The largest data sets that do not keep the reader waiting. */
export const LARGEST_SURFACE: Readonly<Record<OtherParameters, number>> = { best: 10_000, held: 200_000 };
/** Observations times grid points: some seconds. */
const WORK = { best: 1.2e7, held: 1.5e8 } as const;
const MOST_POINTS = { best: 41, held: 61 } as const;
const FEWEST_POINTS = 21;
const MOST_FARTHER = 3;
/** The window reaches so many standard errors beyond what it holds. */
const REACH = 4;

/** The model whose likelihood is shown (in which what is held is known), its data and its truth. */
export function surfaceModel({ path: json, seed, n, axes, others }: SurfaceSubject): {
  readonly model: ContaminatedMoe<GateKind>;
  readonly sample: Sample;
  readonly truth: Parameters<GateKind>;
} {
  const path = pathOf({ path: json });
  const truth = truthAt(path, n);
  const vector = toVector(truth);
  const names = vectorNames(path.model);
  const known = names.flatMap((parameter, j) => (axes.includes(j) ? [] : [{ parameter, value: vector[j] }]));
  const sample = drawSample(path.model, truth, { seed, path: path.id, n, replicate: 0 });
  return { model: others === "held" ? fixParameters(path.model, known) : path.model, sample, truth };
}

export function spotOf(parameters: Parameters<GateKind>, [j, k]: SurfaceSubject["axes"]): Spot {
  const vector = toVector(parameters);
  return [vector[j], vector[k]];
}

/** The whole interval of lambda; of another parameter what holds the marks, with air of some standard errors. */
function windowOf(
  model: ContaminatedMoe<GateKind>,
  j: number,
  marks: readonly number[],
  error: number | null,
): readonly [number, number] {
  const [lowest, highest] = inVectorOrder(model.box)[j];
  if (parameterVector(model)[j].group === "lambda") return [lowest, highest];
  const [low, high] = [Math.min(...marks), Math.max(...marks)];
  const most = 0.25 * (highest - lowest);
  const air = Math.min(most, Math.max(REACH * (error ?? 0), 0.25 * (high - low), 0.02 * (highest - lowest)));
  return [Math.max(lowest, low - air), Math.min(highest, high + air)];
}

function grid(low: number, high: number, points: number): readonly number[] {
  return Array.from({ length: points }, (_, k) => low + ((high - low) * k) / (points - 1));
}

/** The log-likelihood at every point, the others being at the truth. */
function slice(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  truth: Parameters<GateKind>,
  axes: SurfaceSubject["axes"],
  [across, up]: readonly (readonly number[])[],
): readonly number[] {
  const likelihood = likelihoodOf(model, sample);
  const theta = toVector(truth);
  try {
    return up.flatMap((second) =>
      across.map((first) => {
        theta[axes[0]] = first;
        theta[axes[1]] = second;
        return likelihood.value(theta);
      }),
    );
  } finally {
    likelihood.release();
  }
}

/** @throws Error where the data set is larger than a page can wait for; InputError where the truth is outside of the box */
export function likelihoodSurface(subject: SurfaceSubject): Surface {
  const { axes, n, others } = subject;
  if (n > LARGEST_SURFACE[others]) {
    const most = `n = ${LARGEST_SURFACE[others]}`;
    const remedy = others === "best" ? " Hold the other parameters at the truth, or look at a smaller n." : "";
    throw new Error(`Up to ${most} the surface is computed in the page.${remedy}`);
  }
  const { model, sample, truth } = surfaceModel(subject);
  const found = fit(model, sample);
  const { estimate, logLikelihood, nature } = found;
  const names = vectorNames(model);
  const shown = new Set(axes);
  const hidden = names.flatMap((name, j) => (shown.has(j) ? [] : [{ name, value: toVector(truth)[j] }]));
  const known = others === "held" ? hidden.map(({ name }) => name) : [];
  const covariance = observedCovariance(
    standardCoordinates(model, sample, estimate, [...found.atBound, ...known]),
    likelihoodOf,
  );
  const error = (j: number): number | null => covariance && Math.sqrt(covariance[j][j]);
  const farther = found.optima
    .slice(1)
    .filter((one: Optimum<GateKind>) => one.nature === "interior")
    .slice(0, MOST_FARTHER);
  const frozen = frozenCoordinates(model);
  // The gate does not merge.
  const merged = frozen && [...gateValues(truth), ...frozen, model.pretrained.nu];
  const marks = [truth, ...(nature === "frozen" ? [] : [estimate]), ...farther].map((one) => toVector(one));
  const windows = axes.map((j) =>
    windowOf(
      model,
      j,
      [...marks, ...(merged ? [merged] : [])].map((m) => m[j]),
      error(j),
    ),
  );
  const points = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS[others], Math.floor(Math.sqrt(WORK[others] / n))));
  const values = windows.map(([low, high]) => grid(low, high, points));
  const heights =
    others === "held"
      ? slice(model, sample, truth, axes, values)
      : profileGrid(model, sample, axes, values, [estimate, ...farther]);
  const axis = (side: 0 | 1): SurfaceAxis => ({
    name: names[axes[side]],
    low: windows[side][0],
    high: windows[side][1],
  });
  const [j, k] = axes;
  const spread = covariance && Math.sqrt(covariance[j][j] * covariance[k][k]);
  return {
    axes: [axis(0), axis(1)],
    hidden,
    points,
    drops: heights.map((height) => height - logLikelihood),
    truth: spotOf(truth, axes),
    estimate: spotOf(estimate, axes),
    logLikelihood,
    nature,
    farther: farther.map((one) => ({ at: spotOf(one, axes), drop: one.logLikelihood - logLikelihood })),
    correlation: covariance && spread ? covariance[j][k] / spread : null,
  };
}
