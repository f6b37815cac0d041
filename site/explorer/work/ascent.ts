import { expectationMaximization } from "../../../src/estimation/em/em";
import { newtonTrace } from "../../../src/estimation/search/newton/newton-trace";
import { fromVector, toVector } from "../../../src/model/by-parameter";
import { profilePoint } from "./profile-grid";
import { type Spot, type SurfaceSubject, spotOf, surfaceModel } from "./surface";

/** The way of one method over the surface. */
export interface Ascent {
  /** The start first; points too near to be told apart in a picture are left out, the last one is there. */
  readonly points: readonly Spot[];
  /** The log-likelihood at each of them. */
  readonly values: readonly number[];
  /** Passes over the data of Newton's method, iterations of EM. */
  readonly steps: number;
  readonly converged: boolean;
}

export interface Ascents {
  readonly start: Spot;
  readonly newton: Ascent;
  readonly em: Ascent;
}

/** EM is ended after so many iterations, or so many rows gone through: where the prompt merges it would go on for ever. */
const MOST_ITERATIONS = 5000;
const MOST_ROWS = 1e8;
/** Nearer points, in shares of the window, are one in the picture. */
const NEAR = 0.002;

/** Leaves out points that nobody could tell from the one before. */
function thinned(
  points: readonly Spot[],
  values: readonly number[],
  [width, height]: Spot,
): Pick<Ascent, "points" | "values"> {
  const kept: number[] = [];
  for (const [k, [x, y]] of points.entries()) {
    const last = points[kept.at(-1) ?? 0];
    const far = Math.hypot((x - last[0]) / width, (y - last[1]) / height) > NEAR;
    if (k === 0 || far || k === points.length - 1) kept.push(k);
  }
  return { points: kept.map((k) => points[k]), values: kept.map((k) => values[k]) };
}

/**
 * Newton's method (trust region) and EM from one start, with the library's own functions, in the model whose likelihood is
 * shown. What is not shown starts at its best there, or is held.
 */
export function ascentsFrom(subject: SurfaceSubject, start: Spot, window: Spot): Ascents {
  const { model, sample, truth } = surfaceModel(subject);
  const [j, k] = subject.axes;
  const theta = toVector(truth);
  theta[j] = start[0];
  theta[k] = start[1];
  const there = fromVector(model, theta);
  const from = subject.others === "held" ? there : profilePoint(model, sample, subject.axes, start, there).estimate;
  const newton = newtonTrace(model, sample, from);
  const way: Spot[] = [];
  const em = expectationMaximization(model, sample, from, {
    maxIterations: Math.max(50, Math.min(MOST_ITERATIONS, Math.floor(MOST_ROWS / subject.n))),
    onPoint: (at) => way.push([at[j], at[k]]),
  });
  const steps = newton.points.map((one) => spotOf(one, subject.axes));
  return {
    start,
    newton: { ...thinned(steps, newton.trace, window), steps: newton.passes, converged: newton.converged },
    em: { ...thinned(way, em.trace, window), steps: em.iterations, converged: em.converged },
  };
}
