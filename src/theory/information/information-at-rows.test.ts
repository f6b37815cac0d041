import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import { atRows } from "../../model/sample/design";
import { drawSample } from "../../model/sample/draw-sample";
import { frozenMoments } from "../../model/sample/frozen-rows";
import type { Sample } from "../../model/sample/sample";
import { hellinger } from "../bounds/hellinger";
import { leCamBound } from "../bounds/le-cam";
import { fisherInformation } from "./information";

const truth = { lambda: 0.35, eta: [-1, 0.5], nu: 0.4 };

function builtIn(density: Density): ContaminatedMoe {
  return defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density, expert: { kind: "activation", activation: "tanh", bias: true }, eta: [1.5, 0.2], nu: 1 },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: defaultBox(2),
  });
}

/** A sample of a built-in model that carries the model's own predictions, and the model known by them. */
function byItsRows(model: ContaminatedMoe, n: number): { readonly byRows: ContaminatedMoe; readonly sample: Sample } {
  const sample = drawSample(model, truth, { seed: 4, path: "rows", n, replicate: 0 });
  const moments = frozenMoments(model, sample);
  if (moments === undefined) throw new Error("A built-in model has moments.");
  const byRows = defineModel({
    ...model,
    pretrained: { kind: "by-rows", given: "moments", density: model.pretrained.density },
  });
  return { byRows, sample: { ...sample, frozen: { given: "moments", ...moments } } };
}

/** I = R^T R. */
function matrix(factor: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) out[i * p + j] += factor[k * p + i] * factor[k * p + j];
  return out;
}

/** One row of a sample, with what belongs to it. */
function oneRow(sample: Sample, i: number): Sample {
  const { frozen } = sample;
  if (frozen?.given !== "moments") throw new Error("The sample has no moments.");
  return {
    n: 1,
    dimension: 1,
    x: sample.x.slice(i, i + 1),
    y: sample.y.slice(i, i + 1),
    frozen: { given: "moments", mean: frozen.mean.slice(i, i + 1), variance: frozen.variance.slice(i, i + 1) },
  };
}

describe("information on the rows at hand", () => {
  it("is the average of the rows' own, whatever their means and variances", () => {
    const law = fc.record({
      density: fc.constantFrom<Density>({ kind: "gaussian" }, { kind: "laplace" }, { kind: "student-t", df: 5 }),
      rows: fc.array(
        fc.tuple(
          fc.double({ min: -2, max: 2, noNaN: true }),
          fc.double({ min: -3, max: 3, noNaN: true }),
          fc.double({ min: 0.1, max: 4, noNaN: true }),
        ),
        { minLength: 4, maxLength: 7 },
      ),
    });
    fc.assert(
      fc.property(law, ({ density, rows }) => {
        const n = rows.length;
        const sample: Sample = {
          n,
          dimension: 1,
          x: Float64Array.from(rows, ([x]) => x),
          y: new Float64Array(n),
          frozen: {
            given: "moments",
            mean: Float64Array.from(rows, ([, m]) => m),
            variance: Float64Array.from(rows, ([, , v]) => v),
          },
        };
        const model = defineModel({ ...builtIn(density), pretrained: { kind: "by-rows", given: "moments", density } });
        const whole = matrix(fisherInformation(atRows(model, sample), truth).factor, 4);
        const mean = new Float64Array(16);
        for (let i = 0; i < n; i++) {
          const own = matrix(fisherInformation(atRows(model, oneRow(sample, i)), truth).factor, 4);
          for (let k = 0; k < 16; k++) mean[k] += own[k] / n;
        }
        for (let k = 0; k < 16; k++) expect(Math.abs(whole[k] - mean[k])).toBeLessThan(1e-6 * (1 + Math.abs(mean[k])));
      }),
      { numRuns: 15 },
    );
  });

  it.each<Density>([
    { kind: "gaussian" },
    { kind: "laplace" },
  ])("tends to that of the law of x as rows are drawn from it ($kind), known by rows or not", (density) => {
    const model = builtIn(density);
    const n = 3000;
    const { byRows, sample } = byItsRows(model, n);
    const known = fisherInformation(atRows(model, sample), truth);
    const rows = fisherInformation(atRows(byRows, sample), truth);
    for (let k = 0; k < 16; k++) expect(rows.factor[k]).toBeCloseTo(known.factor[k], 10);
    const law = fisherInformation(model, truth);
    for (let j = 0; j < 4; j++) expect(Math.abs(rows.deviations[j] / law.deviations[j] - 1)).toBeLessThan(0.04);
    const other = { lambda: 0.3, eta: [-0.8, 0.4], nu: 0.5 };
    const [atTheRows, atTheLaw] = [atRows(byRows, sample), model].map((m) => hellinger(m, truth, other));
    expect(Math.abs(atTheRows.squaredDistance / atTheLaw.squaredDistance - 1)).toBeLessThan(0.05);
  });

  it("gives Le Cam's bound of the design, near that of the law", () => {
    const model = builtIn({ kind: "gaussian" });
    const { byRows, sample } = byItsRows(model, 400);
    const [design, law] = [atRows(byRows, sample), model].map((m) => leCamBound(m, truth, 1000, "lambda").bound);
    expect(design / law).toBeGreaterThan(0.8);
    expect(design / law).toBeLessThan(1.25);
  });

  it("refuses rows without predictions, and log densities, with the remedy", () => {
    const { byRows, sample } = byItsRows(builtIn({ kind: "gaussian" }), 20);
    const { n, dimension, x, y } = sample;
    expect(() => fisherInformation(atRows(byRows, { n, dimension, x, y }), truth)).toThrow(
      /no value at other covariates|carry no predictions/,
    );
    const logDensity = defineModel({ ...byRows, pretrained: { kind: "by-rows", given: "log-density" } });
    const carried: Sample = {
      n,
      dimension,
      x,
      y,
      frozen: { given: "log-density", logDensity: new Float64Array(n).fill(-1) },
    };
    expect(() => fisherInformation(atRows(logDensity, carried), truth)).toThrow(/--frozen-mean/);
  });
});
