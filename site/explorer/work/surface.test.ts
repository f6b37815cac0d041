import { describe, expect, it } from "vitest";
import { fit } from "../../../src/estimation/fit/maximum-likelihood";
import { plainLikelihood } from "../../../src/estimation/likelihood/plain-likelihood";
import { fromVector, toVector } from "../../../src/model/by-parameter";
import { fixParameters } from "../../../src/model/fixed-parameters";
import { truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import { toPathJson } from "../../../src/study/design/path-json";
import { scenarioPath } from "../../../src/study/design/scenarios";
import { ascentsFrom } from "./ascent";
import { LARGEST_SURFACE, likelihoodSurface, type Spot, type Surface, type SurfaceSubject } from "./surface";

const SEED = 20250101;

function subjectOf(id: string, n: number, others: "best" | "held", axes: readonly [number, number] = [0, 2]) {
  const { path } = scenarioPath(id);
  const truth = truthAt(path, n);
  const sample = drawSample(path.model, truth, { seed: SEED, path: path.id, n, replicate: 0 });
  const subject: SurfaceSubject = { path: toPathJson(path), seed: SEED, n, axes, others };
  return { subject, path, truth, sample, likelihood: plainLikelihood(path.model, sample) };
}

/** The point of a grid's place. */
function spotAt({ axes, points }: Surface, column: number, row: number): Spot {
  const [x, y] = axes.map(({ low, high }, side) => low + ((high - low) * [column, row][side]) / (points - 1));
  return [x, y];
}

const PLACES = [
  [0, 0],
  [3, 40],
  [20, 20],
  [40, 7],
] as const;

describe("the likelihood surface", () => {
  it("is the plain log-likelihood where the others are held at the truth, and its maximum is the fit's", () => {
    const { subject, truth, likelihood, path, sample } = subjectOf("L/bias", 1000, "held");
    const surface = likelihoodSurface(subject);
    for (const [column, row] of PLACES) {
      const theta = toVector(truth);
      [theta[0], theta[2]] = spotAt(surface, column, row);
      const drop = surface.drops[row * surface.points + column];
      expect(drop + surface.logLikelihood).toBeCloseTo(likelihood.value(theta), 9);
    }
    const known = [
      { parameter: "a", value: truth.eta[0] },
      { parameter: "nu", value: truth.nu },
    ];
    const fitted = fit(fixParameters(path.model, known), sample);
    expect(surface.estimate).toEqual([fitted.estimate.lambda, fitted.estimate.eta[1]]);
    const at = toVector(truth);
    [at[0], at[2]] = surface.estimate;
    expect(likelihood.value(at)).toBeCloseTo(surface.logLikelihood, 9);
    expect(Math.max(...surface.drops)).toBeLessThanOrEqual(1e-9);
  });

  it("is the profile where the others are at their best: as high as cold fits with both held, nowhere above the fit", () => {
    const { subject, path, sample } = subjectOf("L/bias", 1000, "best");
    const surface = likelihoodSurface(subject);
    const whole = fit(path.model, sample);
    expect(surface.logLikelihood).toBe(whole.logLikelihood);
    expect(surface.farther.map(({ at }) => at)).toEqual(
      whole.optima.slice(1).map(({ lambda, eta }) => [lambda, eta[1]]),
    );
    expect(surface.farther.length).toBeGreaterThan(0);
    expect(Math.max(...surface.drops)).toBeLessThanOrEqual(1e-9);
    for (const [column, row] of PLACES.slice(1)) {
      const [lambda, b] = spotAt(surface, column, row);
      const known = [
        { parameter: "lambda", value: lambda },
        { parameter: "b", value: b },
      ];
      const cold = fit(fixParameters(path.model, known), sample);
      const height = surface.drops[row * surface.points + column] + surface.logLikelihood;
      expect(height).toBeLessThanOrEqual(cold.logLikelihood + 1e-9);
      expect(height).toBeGreaterThan(cold.logLikelihood - 0.01);
    }
  });

  it("flattens into a ridge as n grows and the prompt merges: the two estimates become one", () => {
    const correlations = [300, 1000, 3000, 10_000].map((n) => {
      const { subject } = subjectOf("L/bias", n, "best");
      return likelihoodSurface(subject).correlation ?? Number.NaN;
    });
    for (const [k, value] of correlations.entries()) if (k > 0) expect(value).toBeLessThan(correlations[k - 1]);
    expect(correlations[3]).toBeLessThan(-0.9);
  });

  it("has the inverse information's correlation, here from differences of the log-likelihood", () => {
    const { subject, truth, likelihood } = subjectOf("L/bias", 1000, "held");
    const { estimate, correlation } = likelihoodSurface(subject);
    const h = 1e-4;
    const value = (a: number, b: number): number => {
      const theta = toVector(truth);
      theta[0] = estimate[0] + a;
      theta[2] = estimate[1] + b;
      return likelihood.value(theta);
    };
    const top = value(0, 0);
    const [aa, bb] = [value(h, 0) + value(-h, 0) - 2 * top, value(0, h) + value(0, -h) - 2 * top];
    const ab = (value(h, h) - value(h, -h) - value(-h, h) + value(-h, -h)) / 4;
    expect(correlation).toBeCloseTo(ab / Math.sqrt(aa * bb), 3);
  });

  it.each([
    ["best", "Hold the other parameters"],
    ["held", "Up to n = 200000"],
  ] as const)("says so where a page would wait too long: %s", (others, words) => {
    const { path } = scenarioPath("L/bias");
    const n = 2 * LARGEST_SURFACE[others];
    expect(() => likelihoodSurface({ path: toPathJson(path), seed: 1, n, axes: [0, 1], others })).toThrow(words);
  });
});

describe("the ways over the surface", () => {
  it.each([
    ["L/bias", 1000, "best", [0, 2], [0.15, 2]],
    ["L/bias", 1000, "best", [0, 2], [0.9, 0.4]],
    ["L/bias", 1000, "held", [0, 2], [0.2, 1]],
    ["S/slope", 800, "best", [0, 1], [0.8, 0.5]],
    ["H/vanishing", 2000, "held", [0, 3], [0.5, 0.8]],
  ] as const)("%s, n = %i, %s, axes %j from %j: Newton ends where fit() does from there, EM never falls", (id, n, others, axes, start) => {
    const { subject, path, truth, sample, likelihood } = subjectOf(id, n, others, axes);
    const { newton, em } = ascentsFrom(subject, start, [1, 1]);
    expect(newton.points[0]).toEqual(start);
    expect(em.points[0]).toEqual(start);
    expect(em.values[0]).toBeCloseTo(newton.values[0], 9);
    for (const { values } of [newton, em]) {
      for (let k = 1; k < values.length; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1] - 1e-9);
    }
    const names = ["lambda", ...(truth.eta.length === 2 ? ["a", "b"] : ["a"]), "nu"];
    const known = names.flatMap((parameter, j) =>
      axes.some((axis) => axis === j) ? [] : [{ parameter, value: toVector(truth)[j] }],
    );
    const model = others === "held" ? fixParameters(path.model, known) : path.model;
    const theta = toVector(truth);
    [theta[axes[0]], theta[axes[1]]] = start;
    let from = fromVector(path.model, theta);
    if (others === "best") {
      const both = axes.map((j, side) => ({ parameter: names[j], value: start[side] }));
      from = fit(fixParameters(path.model, both), sample, { warm: from }).estimate;
      expect(likelihood.value(toVector(from))).toBeCloseTo(newton.values[0], 9);
    }
    const warm = fit(model, sample, { warm: from });
    const last = newton.points[newton.points.length - 1];
    axes.forEach((j, side) => {
      expect(last[side]).toBeCloseTo(toVector(warm.estimate)[j], 5);
    });
    expect(newton.values.at(-1)).toBeCloseTo(warm.logLikelihood, 8);
    expect(newton.converged).toBe(true);
    expect(em.values.at(-1)).toBeLessThanOrEqual(Math.max(warm.logLikelihood, fit(model, sample).logLikelihood) + 1e-8);
  });

  it("lead to the far root from its own side, by both methods, where the ridge has two tops", () => {
    const { subject } = subjectOf("L/bias", 1000, "best");
    const { farther, estimate } = likelihoodSurface(subject);
    const { newton, em } = ascentsFrom(subject, [0.86, 1], [1, 1]);
    for (const { points } of [newton, em]) {
      const last = points[points.length - 1];
      expect(last[0]).toBeCloseTo(farther[0].at[0], 2);
      expect(last[1]).toBeCloseTo(farther[0].at[1], 2);
      expect(Math.abs(last[0] - estimate[0])).toBeGreaterThan(0.3);
    }
  });
});
