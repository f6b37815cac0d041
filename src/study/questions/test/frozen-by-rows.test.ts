import { describe, expect, it } from "vitest";
import { expectationMaximization } from "../../../estimation/em/em";
import { fit } from "../../../estimation/fit/maximum-likelihood";
import { fitInStandardUnits } from "../../../estimation/fit/standardised-fit";
import { frozenLogDensities } from "../../../estimation/likelihood/likelihood";
import { defaultBox } from "../../../model/box";
import { inVectorOrder } from "../../../model/by-parameter";
import { type ContaminatedMoe, defineModel } from "../../../model/contaminated-moe";
import type { Density } from "../../../model/density";
import { parseModelFile } from "../../../model/files/model-file";
import { toModelFile } from "../../../model/files/to-model-file";
import { atRows } from "../../../model/sample/design";
import { drawSample } from "../../../model/sample/draw-sample";
import { frozenMoments } from "../../../model/sample/frozen-rows";
import type { Sample } from "../../../model/sample/sample";
import { componentDistance } from "../../../theory/bounds/component-distance";
import { planSampleSize } from "../sample-size-plan";
import { bootstrapTest } from "./bootstrap-test";
import { powerCurve } from "./power-curve";

const truth = { lambda: 0.35, eta: [-1, 0.5], nu: 0.4 };

function built(density: Density, n: number, at = truth) {
  const model = defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density, expert: { kind: "activation", activation: "tanh", bias: true }, eta: [1.5, 0.2], nu: 1 },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: defaultBox(2),
  });
  const sample = drawSample(model, at, { seed: 11, path: "built", n, replicate: 0 });
  const moments = frozenMoments(model, sample);
  if (moments === undefined) throw new Error("A built-in model has moments.");
  const carried: Sample = { ...sample, frozen: { given: "moments", ...moments } };
  const logDensity = frozenLogDensities(model, sample);
  return {
    model,
    sample,
    byRows: defineModel({ ...model, pretrained: { kind: "by-rows", given: "moments", density } }),
    carried,
    byLogDensity: defineModel({ ...model, pretrained: { kind: "by-rows", given: "log-density" } }),
    withLogDensity: { ...sample, frozen: { given: "log-density", logDensity } } satisfies Sample,
  };
}

const difference = (left: readonly number[], right: readonly number[]): number =>
  Math.max(...left.map((value, j) => Math.abs(value - right[j])));

describe.each<Density>([
  { kind: "gaussian" },
  { kind: "laplace" },
  { kind: "student-t", df: 5 },
])("a frozen model by rows ($kind)", (density) => {
  it("is fitted as the built-in model whose predictions they are: cold, in standard units and by EM", () => {
    const { model, sample, byRows, carried, byLogDensity, withLogDensity } = built(density, 600);
    const reference = fit(model, sample);
    const ways: readonly (readonly [ContaminatedMoe, Sample])[] = [
      [byRows, carried],
      [byLogDensity, withLogDensity],
    ];
    for (const [m, s] of ways) {
      const found = [fit(m, s), fitInStandardUnits(m, s).fit];
      for (const one of found) {
        expect(one.logLikelihood).toBeCloseTo(reference.logLikelihood, 8);
        expect(difference(inVectorOrder(one.estimate), inVectorOrder(reference.estimate))).toBeLessThan(1e-6);
      }
      const em = expectationMaximization(m, s, reference.estimate);
      expect(em.logLikelihood).toBeCloseTo(reference.logLikelihood, 6);
    }
  });

  it("has the built-in model's null distribution, bit for bit, in threads too", async () => {
    const { model, sample, byRows, carried } = built(density, 60, { ...truth, lambda: 0 });
    const options = { bootstrap: 49, seed: 3, starts: 1 };
    const reference = await bootstrapTest(model, sample, { ...options, workers: 0 });
    const inThreads = await bootstrapTest(byRows, carried, { ...options, workers: 1 });
    expect(inThreads.statistic).toBe(reference.statistic);
    expect(inThreads.null).toEqual(reference.null);
  });
});

describe("conditional on the rows at hand", () => {
  it("power is computed in threads as in one, and grows with n", async () => {
    const { byRows, carried } = built({ kind: "gaussian" }, 80);
    const design = atRows(byRows, carried);
    const options = { bootstrap: 59, replications: 40, starts: 0, seed: 2 };
    const alternative = { lambda: 0.3, eta: [0, 4], nu: 0.4 };
    const single = await powerCurve(design, alternative, [20, 160], [0.05], { ...options, workers: 0 });
    const threads = await powerCurve(design, alternative, [20, 160], [0.05], { ...options, workers: 2 });
    expect(threads).toEqual(single);
    expect(single[1].power).toBeGreaterThan(single[0].power);
  });

  it("a plan at rows drawn from a law is near the plan of the law", () => {
    const { model, byRows, carried } = built({ kind: "gaussian" }, 1500);
    const targets = [{ parameter: "lambda", error: 0.02 }];
    const plan = (m: ContaminatedMoe) => planSampleSize({ model: m, truthAt: () => truth, fixed: true }, targets);
    const [rows, law] = [plan(atRows(byRows, carried)), plan(model)];
    expect(Math.abs(rows.n / law.n - 1)).toBeLessThan(0.08);
  });

  it("the components' distance from log densities alone is near the integral", () => {
    const { model, sample, byLogDensity, withLogDensity } = built({ kind: "laplace" }, 4000);
    const integral = componentDistance(model, sample, truth);
    expect(Math.abs(componentDistance(byLogDensity, withLogDensity, truth) - integral)).toBeLessThan(0.04);
  });

  it("a test from log densities alone is refused with the remedy", async () => {
    const { byLogDensity, withLogDensity } = built({ kind: "gaussian" }, 60);
    await expect(bootstrapTest(byLogDensity, withLogDensity, { bootstrap: 9 })).rejects.toThrow(
      /needs the frozen model at responses that were not observed.*--frozen-mean/,
    );
  });
});

describe("the model file of a frozen model by columns", () => {
  it("is read as it is written", () => {
    const base = toModelFile(built({ kind: "gaussian" }, 10).model);
    for (const pretrained of [
      { columns: { mean: "net", variance: "net var" }, density: "laplace" },
      { columns: { mean: "net", variance: 0.25 }, density: "student-t", df: 4 },
      { columns: { logDensity: "lp" } },
    ]) {
      const { model } = parseModelFile({ ...base, pretrained });
      expect(toModelFile(model).pretrained).toEqual(pretrained);
    }
  });

  it.each([
    [undefined, /pretrained is missing.*--frozen-mean/],
    [{ columns: {} }, /names no column/],
    [{ columns: { mean: "net" } }, /variance is missing/],
    [{ columns: { mean: "net", variance: 0 } }, /pretrained\.columns\.variance is 0/],
    [{ columns: { mean: "net", variance: 1 }, density: "student-t" }, /df is missing/],
    [{ columns: { logDensity: "lp", mean: "net" } }, /give one or the other/],
    [{ columns: { logDensity: "lp" }, density: "gaussian" }, /give one or the other/],
  ])("refuses %j with a sentence", (pretrained, message) => {
    const { pretrained: _, ...base } = toModelFile(built({ kind: "gaussian" }, 10).model);
    expect(() => parseModelFile(pretrained === undefined ? base : { ...base, pretrained }, "m.json")).toThrow(message);
  });
});
