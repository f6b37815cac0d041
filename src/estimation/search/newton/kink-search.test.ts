import { describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { defineModel } from "../../../model/contaminated-moe";
import { drawSample } from "../../../model/sample/draw-sample";
import type { Sample } from "../../../model/sample/sample";
import { RandomStream } from "../../../numerics/random-stream";
import { plainLikelihood } from "../../likelihood/plain-likelihood";
import { acrossKinks } from "../starts/from-optima/across-kinks";
import { maximizeOnKinks } from "./kink";
import { runAmongKinks } from "./run-among-kinks";
import { BoxMaximizer, type LocalMaximum, maximizeInBox, type Objective } from "./trust-region";

const lower = Float64Array.of(0, -10, -10, -10, 0.01);
const upper = Float64Array.of(1, 10, 10, 10, 100);
const model = defineModel({
  covariates: { law: "normal", dimension: 2 },
  pretrained: {
    density: { kind: "gaussian" },
    expert: { kind: "activation", activation: "identity", bias: true },
    eta: [1, 1, 3],
    nu: 1,
  },
  prompt: { expert: { kind: "activation", activation: "relu", bias: true } },
  box: defaultBox(3),
});

function sampleOf(replicate: number) {
  const key = { seed: 8, path: "kinks", n: 60, replicate };
  return drawSample(model, { lambda: 0.8, eta: [1, -1, 0.2], nu: 0.5 }, key);
}

describe("the search of kinks", () => {
  // The second box cuts: there a maximum lies on kinks and on bounds, and a kink's row must not lead out of it.
  const boxes = [
    [lower, upper],
    [Float64Array.of(0, -0.7, -10, -0.1, 0.01), Float64Array.of(1, 0.7, 10, 0.1, 100)],
  ] as const;
  type Box = (typeof boxes)[number];
  type Search = (objective: Objective, start: Float64Array, box: Box, sample: Sample) => LocalMaximum;
  const patient: Search = (objective, start, [lower, upper], sample) => {
    const run = maximizeInBox(objective, start, lower, upper);
    return run.converged ? run : maximizeOnKinks(model, sample, objective, run, lower, upper);
  };
  const hasty: Search = (objective, start, [lower, upper], sample) =>
    runAmongKinks(new BoxMaximizer(lower, upper), objective, start, {}, (crawling) =>
      maximizeOnKinks(model, sample, objective, crawling, lower, upper, true),
    );
  it.each([
    ["when runs stand still, in a wide box", patient, boxes[0]],
    ["when runs stand still, in one that cuts", patient, boxes[1]],
    ["as soon as runs crawl, in a wide box", hasty, boxes[0]],
    ["as soon as runs crawl, in one that cuts", hasty, boxes[1]],
  ] as const)(
    "begun %s, ends where no small step within the box leads upwards, though the slope is not zero there",
    (_, search, box) => {
      const [lower, upper] = box;
      let onKinks = 0;
      for (let replicate = 0; replicate < 12; replicate++) {
        const sample = sampleOf(replicate);
        const likelihood = plainLikelihood(model, sample);
        const objective: Objective = (theta, out) => likelihood.evaluate(theta, out);
        const stream = new RandomStream({ seed: 9, path: "steps", n: 0, replicate });
        for (let start = 0; start < 4; start++) {
          const u = new Float64Array(3);
          stream.normals(start, u);
          const end = search(objective, Float64Array.of(0.7, ...u, 0.6), box, sample);
          expect(end.theta.every((value, j) => value >= lower[j] && value <= upper[j])).toBe(true);
          if (!end.converged || !end.criterion.includes("kink")) continue;
          onKinks++;
          const steps = new Float64Array(1500);
          stream.normals(100 + start, steps);
          for (let k = 0; k < 300; k++) {
            const size = 10 ** (-6 + (k % 4));
            const near = end.theta.map((value, j) => {
              return Math.min(upper[j], Math.max(lower[j], value + size * steps[5 * k + j]));
            });
            // The slope beside a kink that is let pass promises 1e-8.
            expect(likelihood.value(near) - end.pass.logLikelihood).toBeLessThan(2e-8);
          }
        }
      }
      expect(onKinks).toBeGreaterThan(5);
    },
    60_000,
  );

  it("takes fewer iterations when begun as soon as runs crawl", () => {
    const iterations = (search: Search): number => {
      let sum = 0;
      for (let replicate = 0; replicate < 12; replicate++) {
        const sample = sampleOf(replicate);
        const likelihood = plainLikelihood(model, sample);
        const start = Float64Array.of(0.7, 1, -0.5 - 0.1 * replicate, 0.1, 0.6);
        sum += search((theta, out) => likelihood.evaluate(theta, out), start, boxes[0], sample).iterations;
      }
      return sum;
    };
    expect(iterations(hasty)).toBeLessThan(0.8 * iterations(patient));
  });

  it("is offered the other side of the kink in the nearest rows with y > 0, and only there", () => {
    const sample = sampleOf(0);
    const likelihood = plainLikelihood(model, sample);
    const objective: Objective = (theta, out) => likelihood.evaluate(theta, out);
    const run = maximizeInBox(objective, Float64Array.of(0.8, 1, -1, 0.2, 0.5), lower, upper);
    const { x, y, n } = sample;
    const predictor = (theta: Float64Array, i: number): number => theta[1] * x[i] + theta[2] * x[n + i] + theta[3];
    const starts = acrossKinks(model, sample, run).far;
    expect(starts.length).toBeGreaterThan(0);
    for (const start of starts) {
      const crossed = Array.from({ length: n }, (_, i) => i).filter(
        (i) => predictor(start, i) > 0 !== predictor(run.theta, i) > 0,
      );
      expect(crossed.some((i) => y[i] > 0)).toBe(true);
      expect([start[0], start[4]]).toEqual([run.theta[0], run.theta[4]]);
    }
  });

  it("is offered starts just beyond a kink that is very near, when asked for them: the next one may be as near", () => {
    let offered = 0;
    for (let replicate = 0; replicate < 12; replicate++) {
      const sample = sampleOf(replicate);
      const { x, n } = sample;
      const likelihood = plainLikelihood(model, sample);
      const objective: Objective = (theta, out) => likelihood.evaluate(theta, out);
      const run = maximizeInBox(objective, Float64Array.of(0.8, 1, -1, 0.2, 0.5), lower, upper);
      const { far, close } = acrossKinks(model, sample, run);
      const distance = (start: Float64Array): number => Math.hypot(...start.map((value, j) => value - run.theta[j]));
      const side = (theta: Float64Array, i: number): boolean => theta[1] * x[i] + theta[2] * x[n + i] + theta[3] > 0;
      for (const start of close) {
        offered++;
        expect(distance(start)).toBeLessThan(Math.max(...far.map(distance)));
        const crossed = Array.from({ length: n }, (_, i) => i).filter((i) => side(start, i) !== side(run.theta, i));
        expect(crossed.length).toBeGreaterThan(0);
      }
    }
    expect(offered).toBeGreaterThan(0);
  });

  it("is offered the other sides where covariates are collinear as well: there the information is singular", () => {
    const { x, y, n } = sampleOf(0);
    const twice = { n, dimension: 2, x: Float64Array.from({ length: 2 * n }, (_, k) => x[k % n]), y };
    const likelihood = plainLikelihood(model, twice);
    const objective: Objective = (theta, out) => likelihood.evaluate(theta, out);
    const run = maximizeInBox(objective, Float64Array.of(0.8, 1, -1, 0.2, 0.5), lower, upper);
    const side = (theta: Float64Array, i: number): boolean => (theta[1] + theta[2]) * x[i] + theta[3] > 0;
    const starts = acrossKinks(model, twice, run).far;
    expect(starts.length).toBeGreaterThan(0);
    for (const start of starts) {
      const crossed = Array.from({ length: n }, (_, i) => i).filter((i) => side(start, i) !== side(run.theta, i));
      expect(crossed.some((i) => y[i] > 0)).toBe(true);
    }
  });
});
