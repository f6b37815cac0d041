import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Activation } from "../../../../model/activation";
import { type ContaminatedMoe, defineModel } from "../../../../model/contaminated-moe";
import { RandomStream } from "../../../../numerics/random-stream";
import { fit } from "../../../fit/maximum-likelihood";
import { startData } from "../start-data";
import { StartUniforms } from "../uniforms";
import { resonantGrids, resonantStart } from "./resonant";

function model(activation: Activation, dimension: number, reach = 10): ContaminatedMoe {
  return defineModel({
    covariates: { law: "normal", dimension },
    pretrained: {
      density: { kind: "gaussian" },
      expert: { kind: "activation", activation: "identity", bias: true },
      eta: new Array<number>(dimension + 1).fill(0.2),
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation, bias: true } },
    box: {
      lambda: [0, 1],
      eta: Array.from({ length: dimension + 1 }, () => [-reach, reach] as const),
      nu: [0.05, 50],
    },
  });
}

/** Covariates on grids with these steps and offsets, and standard normal responses. */
function gridSample(seed: number, n: number, grids: readonly { readonly step: number; readonly offset: number }[]) {
  const stream = new RandomStream({ seed, path: "resonant", n, replicate: 0 });
  const x = new Float64Array(n * grids.length);
  grids.forEach(({ step, offset }, j) => {
    const column = new Float64Array(n);
    stream.normals(1 + j, column);
    for (let i = 0; i < n; i++) x[j * n + i] = offset + step * Math.round((1.5 * column[i]) / step);
  });
  const y = new Float64Array(n);
  stream.normals(0, y);
  return { n, dimension: grids.length, x, y };
}

const grid = fc.record({ step: fc.constantFrom(0.25, 0.5, 1), offset: fc.constantFrom(0, 0.1, -0.3) });

describe("slopes at which sin repeats itself on rounded covariates", () => {
  it("give every row -1, 0 or 1, within the box", () => {
    fc.assert(
      fc.property(fc.array(grid, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 1e6 }), (grids, seed) => {
        const sample = gridSample(seed, 60, grids);
        const data = startData(model("sin", grids.length), sample);
        const found = resonantGrids(data);
        if (found === undefined) throw new Error("no grid was found");
        const uniforms = new StartUniforms({ seed, path: "resonant", n: 60, replicate: 0 });
        uniforms.begin(0);
        const from = Float64Array.from([0.3, ...new Array<number>(grids.length + 1).fill(0), 0.1]);
        const start = resonantStart(data, found, from, uniforms, () => uniforms.next());
        for (let i = 0; i < sample.n; i++) {
          let u = start[1 + grids.length];
          for (let j = 0; j < grids.length; j++) u += start[1 + j] * sample.x[j * sample.n + i];
          const height = Math.sin(u);
          expect(Math.abs(height - Math.round(height))).toBeLessThan(1e-6);
        }
        for (const slope of start.subarray(1, 1 + grids.length)) expect(Math.abs(slope)).toBeLessThanOrEqual(10);
      }),
    );
  });

  it("are none for other experts, continuous covariates, and boxes without a quarter turn", () => {
    const sample = gridSample(1, 60, [{ step: 0.5, offset: 0 }]);
    expect(resonantGrids(startData(model("sin", 1), sample))).toBeDefined();
    expect(resonantGrids(startData(model("tanh", 1), sample))).toBeUndefined();
    expect(resonantGrids(startData(model("sin", 1, 3), sample))).toBeUndefined();
    const continuous = { ...sample, x: sample.x.map((value, i) => value + Math.sqrt(i) / 100) };
    expect(resonantGrids(startData(model("sin", 1), continuous))).toBeUndefined();
  });

  it("find the curve on which tied responses lie", () => {
    const wanted = [Math.PI, -2 * Math.PI, Math.PI / 2];
    const sample = gridSample(4, 1500, [
      { step: 0.5, offset: 0 },
      { step: 0.5, offset: 0 },
    ]);
    const { n, x } = sample;
    const y = sample.y.map((noise, i) =>
      i % 12 === 0 ? Math.round(Math.sin(wanted[0] * x[i] + wanted[1] * x[n + i] + wanted[2])) : Math.round(2 * noise),
    );
    const prompt = model("sin", 2);
    const truth = Float64Array.from([1 / 12, ...wanted, 0.05]);
    const warm = fit(prompt, { ...sample, y }, { warm: { lambda: truth[0], eta: wanted, nu: truth[4] } });
    expect(fit(prompt, { ...sample, y }).logLikelihood).toBeGreaterThan(warm.logLikelihood - 1e-6);
  });
});
