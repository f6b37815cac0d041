import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import { standardDistribution } from "../../theory/bounds/distribution-function";
import { defaultBox } from "../box";
import { type ContaminatedMoe, defineModel } from "../contaminated-moe";
import type { Density } from "../density";
import { atRows } from "./design";
import { drawSample } from "./draw-sample";
import { drawFrozenResponses } from "./frozen-response";
import { frozenCentres, frozenMoments } from "./frozen-rows";
import { highestLogDensity } from "./highest-log-density";
import { firstRows, type Sample, takeRows } from "./sample";
import { standardisationOf, standardiseSample } from "./standardisation";

const DENSITIES: readonly Density[] = [{ kind: "gaussian" }, { kind: "laplace" }, { kind: "student-t", df: 4.5 }];

function byRows(density: Density): ContaminatedMoe {
  return defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { kind: "by-rows", given: "moments", density },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: defaultBox(2),
  });
}

/** Rows whose predictions nobody could write as an activation of a line. */
function rows(n: number): Sample {
  const x = Float64Array.from({ length: n }, (_, i) => -1.5 + (3 * i) / n);
  const mean = x.map((u) => u * u - (u > 0 ? 1 : 0));
  const variance = x.map((u) => 0.2 + 0.1 * u * u);
  return { n, dimension: 1, x, y: new Float64Array(n), frozen: { given: "moments", mean, variance } };
}

/** Largest distance of the empirical distribution function of values from that of the uniform law. */
function kolmogorov(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.reduce((top, u, i) => Math.max(top, (i + 1) / sorted.length - u, u - i / sorted.length), 0);
}

describe("null samples of a frozen model by rows", () => {
  it.each(
    DENSITIES,
  )("have each row's own law ($kind): Kolmogorov's test of the rows' distribution functions", (density) => {
    const model = byRows(density);
    const n = 20_000;
    const sample = drawFrozenResponses(model, rows(n), { seed: 3, path: "law", n, replicate: 0 });
    const { mean, variance } = frozenMoments(model, sample) ?? {
      mean: new Float64Array(0),
      variance: new Float64Array(0),
    };
    const cdf = standardDistribution(density);
    const u = sample.y.map((y, i) => cdf((y - mean[i]) / Math.sqrt(variance[i])));
    // 1.95/sqrt(n): the 0.1 % point of Kolmogorov's law.
    expect(kolmogorov(u)).toBeLessThan(1.95 / Math.sqrt(n));
    // The same values against the wrong rows' laws are far away: the test can fail.
    const wrong = sample.y.map((y, i) => cdf((y - mean[n - 1 - i]) / Math.sqrt(variance[i])));
    expect(kolmogorov(wrong)).toBeGreaterThan(0.05);
  });

  it("at the rows, samples of the mixture are lambda of the prompt and the rest the rows'", () => {
    const design = rows(500);
    const model = atRows(byRows({ kind: "gaussian" }), design);
    const truth = { lambda: 0.3, eta: [0.5, 6], nu: 0.25 };
    const sample = drawSample(model, truth, { seed: 5, path: "at rows", n: 4000, replicate: 0 });
    const frozen = sample.frozen;
    if (frozen?.given !== "moments") throw new Error("The sample lost its predictions.");
    const fromPrompt = Array.from(sample.y, (y, i) => Math.abs(y - 6 - 0.5 * sample.x[i]) < 3 * 0.5);
    const share = fromPrompt.filter(Boolean).length / 4000;
    expect(Math.abs(share - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 4000));
    const z = sample.y
      .map((y, i) => (y - frozen.mean[i]) / Math.sqrt(frozen.variance[i]))
      .filter((_, i) => !fromPrompt[i]);
    expect(Math.abs(z.reduce((sum, v) => sum + v, 0) / z.length)).toBeLessThan(4 / Math.sqrt(z.length));
  });

  it("a design repeats whole: n = 2.5 rows takes each row twice or three times", () => {
    const design = rows(200);
    const sample = drawSample(
      atRows(byRows({ kind: "laplace" }), design),
      { lambda: 0.5, eta: [0, 0], nu: 1 },
      {
        seed: 1,
        path: "copies",
        n: 500,
        replicate: 2,
      },
    );
    const counts = Array.from(design.x, (x) => sample.x.filter((value) => value === x).length);
    expect(new Set(counts)).toEqual(new Set([2, 3]));
    expect(counts.filter((count) => count === 3)).toHaveLength(100);
  });
});

describe("the predictions of a frozen model by rows", () => {
  it("go with their rows in any choice of them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(39), { maxLength: 60 }), (count, order) => {
        const sample = rows(40);
        for (const chosen of [firstRows(sample, count), takeRows(sample, order)]) {
          const { frozen } = chosen;
          if (frozen?.given !== "moments") throw new Error("The sample lost its predictions.");
          expect(frozen.mean).toEqual(chosen.x.map((u) => u * u - (u > 0 ? 1 : 0)));
          expect(frozen.variance).toEqual(chosen.x.map((u) => 0.2 + 0.1 * u * u));
        }
      }),
    );
  });

  it("in standard units say the same of every row", () => {
    const model = byRows({ kind: "gaussian" });
    const sample = { ...rows(50), y: Float64Array.from({ length: 50 }, (_, i) => 300 + 7 * Math.sin(i)) };
    const units = standardisationOf(model, sample);
    const standard = standardiseSample(units, sample);
    const [before, after] = [frozenMoments(model, sample), frozenMoments(model, standard)];
    for (let i = 0; i < 50; i++) {
      const z = (s: Sample, m: typeof before): number =>
        m === undefined ? Number.NaN : (s.y[i] - m.mean[i]) / Math.sqrt(m.variance[i]);
      expect(z(standard, after)).toBeCloseTo(z(sample, before), 9);
    }
  });

  const refused: readonly (readonly [string, Partial<Sample>, RegExp])[] = [
    ["none", { frozen: undefined as never }, /carry no predictions/],
    [
      "too few",
      { frozen: { given: "moments", mean: new Float64Array(3), variance: new Float64Array(3) } },
      /3 rows; the data have 40/,
    ],
    [
      "a variance of 0",
      { frozen: { given: "moments", mean: new Float64Array(40), variance: new Float64Array(40) } },
      /row 1: the variance is 0/,
    ],
    [
      "not a number",
      {
        frozen: {
          given: "moments",
          mean: new Float64Array(40).fill(Number.NaN),
          variance: new Float64Array(40).fill(1),
        },
      },
      /row 1: the mean is NaN/,
    ],
    [
      "log densities",
      { frozen: { given: "log-density", logDensity: new Float64Array(40) } },
      /expects the moments .* carry its log-density/,
    ],
  ];
  it.each(refused)("are refused with a sentence: %s", (_, part, message) => {
    expect(() => frozenCentres(byRows({ kind: "gaussian" }), { ...rows(40), ...part })).toThrow(message);
  });

  it("a model by rows refuses other covariates by name", () => {
    const model = byRows({ kind: "gaussian" });
    const draw = () =>
      drawSample(model, { lambda: 0.5, eta: [0, 0], nu: 1 }, { seed: 1, path: "", n: 5, replicate: 0 });
    expect(draw).toThrow(InputError);
    expect(draw).toThrow(/only for the rows of its data/);
  });
});

describe("the highest log density", () => {
  it("is that of a number's own spacing, or of a hundredth of the steps in which y is written", () => {
    const full = highestLogDensity(Float64Array.of(Math.PI, 2 / 3));
    expect(full(Math.PI)).toBeCloseTo(-Math.log(Math.PI * 2 ** -53), 10);
    expect(highestLogDensity(Float64Array.of(1.5, 2.25))(2.25)).toBeCloseTo(Math.log(100 / 0.01), 10);
    expect(highestLogDensity(Float64Array.of(1, 2, 1000))(1000)).toBeCloseTo(Math.log(100), 10);
    expect(highestLogDensity(Float64Array.of(1e-7, 1))(1)).toBeCloseTo(Math.log(100 / 1e-7), 10);
  });
});
