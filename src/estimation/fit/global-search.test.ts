import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { type Box, defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { BuiltInDensity } from "../../model/density";
import { truthAt } from "../../model/path";
import { drawSample } from "../../model/sample/draw-sample";
import type { Sample } from "../../model/sample/sample";
import { scenarioPath } from "../../study/design/scenarios";
import { likelihoodOf } from "../likelihood/wasm-likelihood";
import { fit } from "./maximum-likelihood";

interface Case {
  readonly name: string;
  readonly law: "uniform" | "normal";
  readonly dimension: number;
  readonly pretrained: {
    readonly density: BuiltInDensity["kind"];
    readonly df?: number;
    readonly activation: Activation;
    readonly bias: boolean;
    readonly eta: readonly number[];
    readonly nu: number;
  };
  readonly prompt: { readonly activation: Activation; readonly bias: boolean };
  readonly box: Box;
  /** Row by row. */
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(__dirname, "reference", name), "utf8")) as T;
const cases = read<readonly Case[]>("box_fits_cases.json");
const references = new Map(
  read<readonly { name: string; logLikelihood: number; at: readonly number[] }[]>("box_fits.json").map((r) => [
    r.name,
    r,
  ]),
);

function build({ law, dimension, pretrained, prompt, box, x, y }: Case): { model: ContaminatedMoe; sample: Sample } {
  const { density, df, activation, bias, eta, nu } = pretrained;
  const model = defineModel({
    covariates: { law, dimension },
    pretrained: {
      density: density === "student-t" ? { kind: density, df: df ?? 0 } : { kind: density },
      expert: { kind: "activation", activation, bias },
      eta,
      nu,
    },
    prompt: { expert: { kind: "activation", ...prompt } },
    box,
  });
  const columns = Array.from({ length: dimension }, (_, j) => x.map((row) => row[j])).flat();
  return { model, sample: { n: y.length, dimension, x: Float64Array.from(columns), y: Float64Array.from(y) } };
}

describe("hard small samples: spikes, ties, outliers, collinear x, awkward units", () => {
  it.each(
    cases.map((c) => [c.name, c] as const),
  )("%s: not below scipy's best of many starts, inside the box", (name, c) => {
    const { model, sample } = build(c);
    const reference = references.get(name);
    const found = fit(model, sample);
    expect(found.logLikelihood).toBeGreaterThan((reference?.logLikelihood ?? Number.NaN) - 1e-5);
    const { lambda, eta, nu } = found.estimate;
    const intervals = [model.box.lambda, ...model.box.eta, model.box.nu];
    [lambda, ...eta, nu].forEach((value, j) => {
      expect(value).toBeGreaterThanOrEqual(intervals[j][0]);
      expect(value).toBeLessThanOrEqual(intervals[j][1]);
    });
    // The reported value is the likelihood's at the reported point.
    const likelihood = likelihoodOf(model, sample);
    const there = likelihood.value(Float64Array.of(lambda, ...eta, nu));
    likelihood.release();
    expect(Math.abs(there - found.logLikelihood)).toBeLessThan(1e-9 * (1 + Math.abs(there)));
  });
});

const linear = { kind: "activation", activation: "identity", bias: true } as const;
const line = defineModel({
  covariates: { law: "uniform", dimension: 1 },
  pretrained: { density: { kind: "gaussian" }, expert: linear, eta: [1, 0], nu: 1 },
  prompt: { expert: linear },
  box: defaultBox(2),
});

describe("more starts", () => {
  it("never give less: the starts of a shorter search are the first of a longer one", () => {
    const sine = { ...line, prompt: { expert: { ...linear, activation: "sin" } } } as ContaminatedMoe;
    const relu = { ...line, prompt: { expert: { ...linear, activation: "relu" } } } as ContaminatedMoe;
    for (const [model, n] of [
      [line, 60],
      [relu, 70],
      [sine, 80],
      [sine, 6000],
    ] as const) {
      for (let replicate = 0; replicate < 4; replicate++) {
        const key = { seed: 11, path: "more", n, replicate };
        const sample = drawSample(model, { lambda: 0.15, eta: [2, 1], nu: 0.3 }, key);
        let before = Number.NEGATIVE_INFINITY;
        for (const starts of [0, 1, 3, 8, 20, 45]) {
          const { logLikelihood } = fit(model, sample, { key, starts });
          expect(logLikelihood).toBeGreaterThanOrEqual(before - 1e-9);
          before = logLikelihood;
        }
      }
    }
  });
});

describe("one hill on a subsample, two on all rows", () => {
  // Samples whose first 8192 rows show one hill between the two roots of linear experts.
  it.each([
    ["scan1.10", 1.1, 1, 20_000, 19],
    ["scan1.10", 1.1, 1, 20_000, 33],
    ["scan1-0.1", 1, 0.9, 20_000, 6],
    ["scan1-0.1", 1, 0.9, 46_400, 35],
  ] as const)("%s: the search from the data is not below the hill of the truth", (path, gap, nu, n, replicate) => {
    const key = { seed: 77, path, n, replicate };
    const truth = { lambda: 0.5, eta: [1, gap], nu };
    const sample = drawSample(line, truth, key);
    const cold = fit(line, sample, { key });
    expect(cold.logLikelihood).toBeGreaterThan(fit(line, sample, { warm: truth }).logLikelihood - 1e-5);
  });

  it("nor is it on the published path", () => {
    const { path } = scenarioPath("L/bias");
    const key = { seed: 20250503, path: "L/bias", n: 46_400, replicate: 68 };
    const sample = drawSample(path.model, truthAt(path, 46_400), key);
    const cold = fit(path.model, sample, { key });
    expect(cold.logLikelihood).toBeGreaterThan(-73_522.8132);
  });
});

describe("a spike", () => {
  // Three rows on a line of their own, far from the rest: exact, so nu falls to its bound.
  const base = drawSample(line, { lambda: 0, eta: [-1, 2], nu: 0.5 }, { seed: 2, path: "spike", n: 120, replicate: 0 });
  const y = base.y.slice();
  for (const i of [5, 40, 77]) y[i] = 9 + 2 * base.x[i];
  const sample = { ...base, y };

  it("is found, named, and has the best interior optimum beside it", () => {
    const found = fit(line, sample);
    expect(found.nature).toBe("spike");
    expect(found.atBound).toContain("nu");
    expect(found.estimate.eta[0]).toBeCloseTo(2, 3);
    expect(found.optima[0].promptRows).toBeCloseTo(3, 0);
    expect(found.interior).not.toBeNull();
    expect(found.interior?.logLikelihood).toBeLessThan(found.logLikelihood);
    expect(found.interior?.nature).not.toBe("spike");
  });

  it("gives way to the interior optimum where that is asked for", () => {
    const found = fit(line, sample);
    const inside = fit(line, sample, { report: "interior" });
    expect(inside.nature).not.toBe("spike");
    expect(inside.logLikelihood).toBe(found.interior?.logLikelihood);
    expect(inside.interior?.nu).toBe(inside.estimate.nu);
  });
});

describe("the symmetries of the expert", () => {
  it("make equal functions one optimum, told by its representative", () => {
    const expert = { kind: "activation", activation: "sin", bias: true } as const;
    const model = defineModel({
      covariates: { law: "uniform", dimension: 1 },
      pretrained: { density: { kind: "laplace" }, expert: linear, eta: [0, 0], nu: 4 },
      prompt: { expert },
      box: defaultBox(2),
    });
    const sample = drawSample(
      model,
      { lambda: 0.6, eta: [4, 2.5], nu: 0.05 },
      { seed: 3, path: "sine", n: 400, replicate: 0 },
    );
    const found = fit(model, sample);
    // (4, 2.5) ~ (-4, pi - 2.5).
    expect(Math.abs(found.estimate.eta[0] + 4)).toBeLessThan(0.2);
    expect(Math.abs(found.estimate.eta[1] - (Math.PI - 2.5))).toBeLessThan(0.2);
    const [best, ...others] = found.optima;
    for (const other of others) expect(best.logLikelihood - other.logLikelihood).toBeGreaterThan(1e-3);
  });
});

describe("boxes far wider than any curve, to the largest numbers", () => {
  it.each(["identity", "tanh", "relu", "softplus", "gelu"] as const)("hold the same maximum: %s", (activation) => {
    const within = (width: number) =>
      defineModel({
        covariates: { law: "uniform", dimension: 1 },
        pretrained: { density: { kind: "gaussian" }, expert: linear, eta: [0, 0], nu: 1 },
        prompt: { expert: { kind: "activation", activation, bias: true } },
        box: {
          ...defaultBox(2),
          eta: [
            [-width, width],
            [-width, width],
          ],
        },
      });
    const key = { seed: 1, path: "wide", n: 300, replicate: 0 };
    const sample = drawSample(within(10), { lambda: 0.5, eta: [2, 1], nu: 0.3 }, key);
    const usual = fit(within(10), sample).logLikelihood;
    for (const width of [1e6, 1e100, 1e155, 1e200, 1e308])
      expect(Math.abs(fit(within(width), sample).logLikelihood - usual)).toBeLessThan(1e-6);
  });
});

describe("named replicates that a search on one subsample misses", () => {
  it.each([
    ["L/bias", 4640, 104],
    ["L/bias", 4640, 154],
    ["L/bias", 21500, 119],
    ["L/bias", 21500, 125],
    ["D/paper-style", 1000, 42],
  ] as const)("%s, n = %d, replicate %d: as high as from the truth and as from 60 starts on all rows", (id, n, replicate) => {
    const { path } = scenarioPath(id);
    const key = { seed: 20250503, path: id, n, replicate };
    const truth = truthAt(path, n);
    const sample = drawSample(path.model, truth, key);
    const cold = fit(path.model, sample, { key });
    const warm = fit(path.model, sample, { warm: truth });
    const brute = fit(path.model, sample, { search: "all", starts: 60 });
    expect(cold.logLikelihood).toBeGreaterThan(Math.max(warm.logLikelihood, brute.logLikelihood) - 1e-6);
  });
});
