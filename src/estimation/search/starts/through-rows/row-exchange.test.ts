import { describe, expect, it } from "vitest";
import type { Activation } from "../../../../model/activation";
import { defineModel } from "../../../../model/contaminated-moe";
import { drawSample } from "../../../../model/sample/draw-sample";
import { fit } from "../../../fit/maximum-likelihood";
import { startData } from "../start-data";
import { StartUniforms } from "../uniforms";
import { bandsHolding, bandsOf, predictorsOf } from "./bands";
import { elementalFit, inUnits, rowEquation } from "./elemental";
import { Equations } from "./equations";
import { inverseActivation } from "./inverse-activation";
import { exchangeRows } from "./row-exchange";

const modelWith = (activation: Activation) =>
  defineModel({
    covariates: { law: "normal", dimension: 2 },
    pretrained: {
      density: { kind: "laplace" },
      expert: { kind: "activation", activation: "tanh", bias: false },
      eta: [1, -0.5],
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation, bias: false } },
    box: { lambda: [0, 1], eta: [0, 1].map(() => [-10, 10] as const), nu: [0.001, 10] },
  });
const sampleOf = (activation: Activation, replicate: number) =>
  drawSample(
    modelWith(activation),
    { lambda: 0.1, eta: [2, 1], nu: 0.01 },
    { seed: 4, path: "rows", n: 40, replicate },
  );
/** With an inverse that is one to one where responses are. */
const INVERTIBLE = ["identity", "softplus", "tanh", "sigmoid"] as const;

describe("rows exchanged on a curve", () => {
  it("ends where no curve through any two rows is joined by more, from one of thirty curves", () => {
    for (const activation of INVERTIBLE) {
      const sample = sampleOf(activation, 0);
      const data = startData(modelWith(activation), sample);
      const bands = bandsOf(data, 0.1, 0.003);
      const gainAt = (eta: Float64Array): number =>
        bandsHolding(bands, predictorsOf(data, bands, eta)).reduce((sum, k) => sum + bands.gain[k], 0);
      let ofPairs = 0;
      for (let one = 0; one < sample.n; one++) {
        for (let other = 0; other < one; other++) {
          const equations = new Equations(2);
          for (const i of [one, other]) {
            equations.add(rowEquation(data, i, inverseActivation(activation, sample.y[i], 0, 0)));
          }
          const eta = inUnits(data, equations.solution());
          if (eta.every((value) => Math.abs(value) <= 10)) ofPairs = Math.max(ofPairs, gainAt(eta));
        }
      }
      const uniforms = new StartUniforms({ seed: 4, path: "exchanges", n: 0, replicate: 0 });
      const exchanged = Array.from({ length: 30 }, (_, index) => {
        uniforms.begin(index);
        const start = elementalFit(data, uniforms, "all rows") ?? new Float64Array(2);
        const { eta } = exchangeRows(data, bands, start, uniforms);
        for (const value of eta) expect(Math.abs(value)).toBeLessThanOrEqual(10 + 1e-9);
        const clamped = start.map((value) => Math.max(-10, Math.min(10, value)));
        expect(gainAt(eta)).toBeGreaterThanOrEqual(gainAt(clamped) - 1e-9);
        return gainAt(eta);
      });
      expect(Math.max(...exchanged)).toBeGreaterThanOrEqual(ofPairs - 1e-9);
    }
  });

  it("finds the best of a grid where one row holds the curve, for an entry is fixed or covariates are collinear", () => {
    for (const activation of INVERTIBLE) {
      const whole = modelWith(activation);
      const drawn = sampleOf(activation, 1);
      const half = drawn.x.subarray(0, drawn.n);
      const fixed = { ...whole, box: { ...whole.box, eta: [[2, 2], whole.box.eta[1]] as const } };
      const constant = { ...drawn, x: Float64Array.of(...half, ...half.map(() => 0.1)) };
      const cases = [
        { model: fixed, sample: drawn, at: (t: number) => [2, t] },
        {
          model: whole,
          sample: { ...drawn, x: Float64Array.of(...half, ...half.map((x) => 3 * x)) },
          at: (t: number) => [t, 0],
        },
        {
          model: { ...whole, box: { ...whole.box, eta: [whole.box.eta[0], [0, 0]] as const } },
          sample: constant,
          at: (t: number) => [t, 0],
        },
      ];
      for (const { model, sample, at } of cases) {
        const data = startData(model, sample);
        const bands = bandsOf(data, 0.1, 0.003);
        const gainAt = (eta: Float64Array): number =>
          bandsHolding(bands, predictorsOf(data, bands, eta)).reduce((sum, k) => sum + bands.gain[k], 0);
        const uniforms = new StartUniforms({ seed: 4, path: "one row", n: 0, replicate: 0 });
        const exchanged = Array.from({ length: 10 }, (_, index) => {
          uniforms.begin(index);
          const start = elementalFit(data, uniforms, "all rows") ?? new Float64Array(2);
          const { eta } = exchangeRows(data, bands, start, uniforms);
          if (model === fixed) expect(eta[0]).toBe(2);
          return gainAt(eta);
        });
        const grid = Array.from({ length: 20_001 }, (_, k) => gainAt(Float64Array.from(at(k / 1000 - 10))));
        // Of collinear covariates one slope moves: where the other is large the box ends too early now and then.
        const most = Math.max(...grid) - 1e-9;
        expect(exchanged.filter((gain) => gain >= most).length).toBeGreaterThanOrEqual(8);
      }
    }
  });

  it("keep a fixed slope and a fixed bias, which elemental fits fulfil too, whatever the covariates' units", () => {
    const whole = modelWith("tanh");
    for (const scale of [1, 1e-3, 3e9]) {
      for (const fixed of [0, 1, 2]) {
        const held = [0.7 / scale, -0.4 / scale, 0.3];
        const eta = held.map((value, j) => {
          const reach = j < 2 ? 10 / scale : 10;
          return j === fixed ? ([value, value] as const) : ([-reach, reach] as const);
        });
        const expert = { kind: "activation", activation: "tanh", bias: true } as const;
        const model = { ...whole, prompt: { ...whole.prompt, expert }, box: { ...whole.box, eta } };
        const drawn = sampleOf("tanh", 2);
        const data = startData(model, { ...drawn, x: drawn.x.map((x) => scale * (x + 5)) });
        const bands = bandsOf(data, 0.1, 0.003);
        const gainAt = (at: Float64Array): number =>
          bandsHolding(bands, predictorsOf(data, bands, at)).reduce((sum, k) => sum + bands.gain[k], 0);
        const uniforms = new StartUniforms({ seed: 4, path: "fixed", n: 0, replicate: 0 });
        let better = 0;
        for (let index = 0; index < 20; index++) {
          uniforms.begin(index);
          const start = elementalFit(data, uniforms, "all rows") ?? new Float64Array(3);
          expect(start[fixed] / held[fixed]).toBeCloseTo(1, 9);
          const exchanged = exchangeRows(data, bands, start, uniforms).eta;
          expect(exchanged[fixed]).toBe(held[fixed]);
          const clamped = start.map((value, j) => Math.min(eta[j][1], Math.max(eta[j][0], value)));
          if (gainAt(exchanged) > gainAt(clamped) + 1) better++;
        }
        expect(better).toBeGreaterThanOrEqual(10);
      }
    }
  });

  it("leave no fit below a run from any pair of rows, with nu on its lower bound", () => {
    let spikes = 0;
    for (const activation of [...INVERTIBLE, "gelu"] as const) {
      for (let replicate = 0; replicate < 2; replicate++) {
        const model = modelWith(activation);
        const sample = sampleOf(activation, replicate);
        const data = startData(model, sample);
        const found = fit(model, sample, { key: { seed: 4, path: "cold", n: 40, replicate } });
        let ofPairs = Number.NEGATIVE_INFINITY;
        for (let one = 0; one < sample.n; one++) {
          for (let other = 0; other < one; other++) {
            const equations = new Equations(2);
            for (const i of [one, other]) {
              equations.add(rowEquation(data, i, inverseActivation(activation, sample.y[i], 0.5, 0.5)));
            }
            const eta = Array.from(inUnits(data, equations.solution()), (value) => Math.max(-10, Math.min(10, value)));
            const warm = { lambda: 0.1, eta, nu: 0.001 };
            ofPairs = Math.max(ofPairs, fit(model, sample, { warm }).logLikelihood);
          }
        }
        expect(found.logLikelihood).toBeGreaterThan(ofPairs - 1e-5);
        if (found.nature === "spike") spikes++;
      }
    }
    expect(spikes).toBeGreaterThan(3);
  });
});
