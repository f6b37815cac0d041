import type { Fit } from "../../../src/estimation/fit/fit";
import { fitHolding } from "../../../src/estimation/inference/profile-likelihood";
import { type GateKind, inVectorOrder, type Parameters, toVector } from "../../../src/model/by-parameter";
import { vectorNames } from "../../../src/model/parameters";
import { type Path, truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import type { Sample } from "../../../src/model/sample/sample";
import { type CurveLimit, curveLimits } from "../../../src/report/verdict/curve-limit";
import { type PathJson, pathOf } from "../../../src/study/design/path-json";
import { type Experiment, fitReplicate, generate, recordOf, runReplicate } from "../../../src/study/engines/replicate";
import { planSampleSize, type SampleSizePlan } from "../../../src/study/questions/sample-size-plan";
import type { StudyRecord } from "../../../src/study/records/record";
import { leCamBound } from "../../../src/theory/bounds/le-cam";
import { type CurvePoint, informationCurve } from "../../../src/theory/information/information-curve";
import { FINE_NODES, interpolatedCurve } from "../../../src/theory/information/interpolated-curve";
import { type Ascents, ascentsFrom } from "./ascent";
import { type GateSubject, lookAtGate } from "./gate-look";
import { likelihoodSurface, type Spot, type Surface, type SurfaceSubject } from "./surface";

/** One data set of a study, and how it is fitted. */
export interface Replicate {
  readonly path: PathJson<GateKind>;
  readonly seed: number;
  readonly start: "cold" | "warm";
  readonly n: number;
  readonly replicate: number;
}

/** What a worker is asked: all that takes longer than a frame. */
export type Request =
  | ({ readonly kind: "replicate" } & Replicate)
  | ({ readonly kind: "look"; readonly parameter: number } & Replicate)
  | { readonly kind: "sample"; readonly path: PathJson<GateKind>; readonly seed: number; readonly n: number }
  | ({ readonly kind: "surface" } & SurfaceSubject)
  | { readonly kind: "ascents"; readonly subject: SurfaceSubject; readonly start: Spot; readonly window: Spot }
  | ({ readonly kind: "gate" } & GateSubject)
  | { readonly kind: "curve"; readonly path: PathJson<GateKind>; readonly sizes: readonly number[] }
  | { readonly kind: "limit"; readonly path: PathJson<GateKind> }
  | { readonly kind: "bound"; readonly path: PathJson<GateKind>; readonly parameter: number; readonly n: number }
  | { readonly kind: "plan"; readonly path: PathJson<GateKind>; readonly parameter: number; readonly error: number };

/** At most so many of a sample's observations are drawn as points. */
export const SHOWN_POINTS = 400;

/** The first covariate and the response of a sample's first observations. */
export interface Cloud {
  readonly n: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** One replicate from the inside: its data, the profile log-likelihood of one parameter, and what is recorded. */
export interface Look {
  readonly record: StudyRecord;
  readonly cloud: Cloud;
  readonly truth: readonly number[];
  /** Profile log-likelihood minus the fit's; empty when the fit gave no estimate or the profile failed. */
  readonly profile: readonly { readonly value: number; readonly drop: number }[];
  /** Why there is no profile, or what to mind about it; empty when there is nothing to say. */
  readonly note: string;
}

export interface Answers {
  readonly replicate: StudyRecord;
  readonly look: Look;
  readonly sample: Cloud;
  readonly surface: Surface;
  readonly ascents: Ascents;
  readonly gate: Parameters<"softmax">;
  /** The information curve: one parameter vector per size. */
  readonly curve: readonly (readonly number[])[];
  /** Where the curve's local exponents end. */
  readonly limit: readonly CurveLimit[];
  readonly bound: number;
  readonly plan: SampleSizePlan;
}
export type Answer<K extends Request["kind"]> = Answers[K];

function experiment({ path: json, seed, start, n }: Replicate): Experiment {
  const path = pathOf({ path: json });
  return { design: { sizes: [n], seed, start, starts: null }, path, parameters: vectorNames(path.model) };
}

function cloudOf({ n, x, y }: Sample): Cloud {
  const shown = Math.min(n, SHOWN_POINTS);
  return { n, x: Array.from(x.subarray(0, shown)), y: Array.from(y.subarray(0, shown)) };
}

const PROFILE_POINTS = 33;
/** The profile reaches so many standard errors to both sides. */
const PROFILE_REACH = 4;
/** A profile that rises further above the fit has found a better optimum. */
const BETTER = 1e-4;

/** +-4 standard errors (those of the information curve) around estimate and truth; the whole box where it is infinite. */
function profileValues(
  path: Path<GateKind>,
  n: number,
  truth: Parameters<GateKind>,
  estimate: Parameters<GateKind>,
  j: number,
): readonly number[] {
  const { box } = path.model;
  const [lowest, highest] = inVectorOrder(box)[j];
  const [curve] = informationCurve(path, [n], 1e-3).map(toVector);
  const reach = PROFILE_REACH * curve[j];
  const [centre, target] = [toVector(estimate)[j], toVector(truth)[j]];
  const from = Math.max(lowest, Math.min(centre, target) - reach);
  const to = Math.min(highest, Math.max(centre, target) + reach);
  return Array.from({ length: PROFILE_POINTS }, (_, k) => from + ((to - from) * k) / (PROFILE_POINTS - 1));
}

/** Each maximum is sought from its neighbour and from the fit's other optima, outwards from the estimate. */
function profileOf(
  path: Path<GateKind>,
  sample: Sample,
  truth: Parameters<GateKind>,
  found: Fit<GateKind>,
  j: number,
): Look["profile"] {
  const values = profileValues(path, sample.n, truth, found.estimate, j);
  const centre = toVector(found.estimate)[j];
  const held = vectorNames(path.model)[j];
  const drops = new Map<number, number>();
  const follow = (side: readonly number[]): void => {
    let neighbour: Parameters<GateKind> = found.estimate;
    for (const value of side) {
      const starts = [neighbour, ...found.optima.slice(1, 3)];
      const fits = starts.map((warm) => fitHolding(path.model, sample, held, value, { warm }));
      const best = fits.reduce((top, one) => (one.logLikelihood > top.logLikelihood ? one : top));
      neighbour = best.estimate;
      drops.set(value, best.logLikelihood - found.logLikelihood);
    }
  };
  follow(values.filter((value) => value >= centre));
  follow(values.filter((value) => value < centre).reverse());
  return values.map((value) => ({ value, drop: drops.get(value) ?? Number.NaN }));
}

function lookInto(request: Extract<Request, { kind: "look" }>): Look {
  const { n, replicate, parameter } = request;
  const one = experiment(request);
  const cell = { n, replicate };
  const began = performance.now();
  const { truth, sample } = generate(one, cell);
  const shown = { cloud: cloudOf(sample), truth: Array.from(toVector(truth)) };
  let found: Fit<GateKind>;
  try {
    found = fitReplicate(one, cell, sample, truth);
  } catch {
    // The study's own road makes the record of a failure, with its reason.
    return { ...shown, record: runReplicate(one, cell), profile: [], note: "" };
  }
  const record = recordOf(one, cell, truth, found, (performance.now() - began) / 1000);
  try {
    const profile = profileOf(one.path, sample, truth, found, parameter);
    const above = Math.max(...profile.map(({ drop }) => drop));
    const better = `The profile rises ${above.toPrecision(2)} above the fit: the search missed a better optimum.`;
    return { ...shown, record, profile, note: above > BETTER ? better : "" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...shown, record, profile: [], note: `The profile could not be computed: ${reason}` };
  }
}

/**
 * Beyond so many covariates a point takes a quarter of a second, of a softmax gate a second or two: seven points and a
 * polynomial serve as well.
 */
export const MANY_COVARIATES = 3;
const CURVE_TOLERANCE = 1e-5;

function curveOf(path: Path<GateKind>, sizes: readonly number[]): readonly CurvePoint<GateKind>[] {
  return path.model.covariates.dimension > MANY_COVARIATES
    ? interpolatedCurve(path, sizes, CURVE_TOLERANCE, FINE_NODES)
    : informationCurve(path, sizes, CURVE_TOLERANCE);
}

/** Answers one request, in whatever thread it is called. Pure: the same request has the same answer, seconds apart. */
export function answer(request: Request): Answers[Request["kind"]] {
  switch (request.kind) {
    case "replicate":
      return runReplicate(experiment(request), request);
    case "look":
      return lookInto(request);
    case "sample": {
      const path = pathOf(request);
      const { seed, n } = request;
      return cloudOf(drawSample(path.model, truthAt(path, n), { seed, path: path.id, n, replicate: 0 }));
    }
    case "surface":
      return likelihoodSurface(request);
    case "ascents":
      return ascentsFrom(request.subject, request.start, request.window);
    case "gate":
      return lookAtGate(request);
    case "curve":
      return curveOf(pathOf(request), request.sizes).map((point) => Array.from(toVector(point)));
    case "limit":
      return curveLimits(pathOf(request));
    case "bound": {
      const path = pathOf(request);
      const name = vectorNames(path.model)[request.parameter];
      return leCamBound(path.model, truthAt(path, request.n), request.n, name).bound;
    }
    case "plan": {
      const path = pathOf(request);
      const fixed = inVectorOrder(path).every((law) => law.coefficient === 0);
      const planned = { model: path.model, truthAt: (n: number) => truthAt(path, n), fixed };
      const parameter = vectorNames(path.model)[request.parameter];
      return planSampleSize(planned, [{ parameter, error: request.error }]);
    }
  }
}
