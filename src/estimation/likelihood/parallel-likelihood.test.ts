import { afterAll, describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { customExpert } from "../../model/expert";
import { drawSample } from "../../model/sample/draw-sample";
import { newPass } from "./likelihood";
import { parallelLikelihood } from "./parallel-likelihood";
import { wasmLikelihood } from "./wasm-likelihood";

const model: ContaminatedMoe = defineModel({
  covariates: { law: "normal", dimension: 3 },
  pretrained: {
    density: { kind: "laplace" },
    expert: { kind: "activation", activation: "tanh", bias: true },
    eta: [1, 0.5, -1, 0.2],
    nu: 1,
  },
  prompt: { expert: { kind: "activation", activation: "gelu", bias: true } },
  box: defaultBox(4),
});
const truth = { lambda: 0.4, eta: [0.5, 1, 0.3, -0.2], nu: 0.7 };
const n = 40_017;
const sample = drawSample(model, truth, { seed: 3, path: "parallel", n, replicate: 0 });
const single = wasmLikelihood(model, sample);

describe("the likelihood on several threads", () => {
  afterAll(() => single.release());

  it.each([1, 2, 4])("gives the bits of one thread with %d", (threads) => {
    const parallel = parallelLikelihood(model, sample, threads);
    const [left, right] = [newPass(6), newPass(6)];
    for (let round = 0; round < 15; round++) {
      const theta = Float64Array.of(0.3 + 0.01 * round, 0.6, 0.9, 0.2, -0.1, 0.8);
      const rows = round % 3 === 0 ? n : 1 + ((round * 7919) % n);
      parallel.evaluate(theta, left, rows);
      single.evaluate(theta, right, rows);
      expect(left).toEqual(right);
      expect(parallel.value(theta, rows)).toBe(single.value(theta, rows));
      const [w, v] = [new Float64Array(rows), new Float64Array(rows)];
      expect(parallel.responsibilities(theta, w, rows)).toBe(single.responsibilities(theta, v, rows));
      expect(Buffer.compare(Buffer.from(w.buffer), Buffer.from(v.buffer))).toBe(0);
    }
    parallel.release();
    expect(() => parallel.value(Float64Array.of(0.5, 1, 1, 1, 1, 1))).toThrow("released");
  });

  it("refuses what threads cannot do", () => {
    expect(() => parallelLikelihood(model, sample, 0)).toThrow("threads is 0");
    const constant = customExpert(
      {
        name: "level",
        parameters: 1,
        evaluate: (_, eta, gradient, hessian) => {
          gradient[0] = 1;
          hessian[0] = 0;
          return eta[0];
        },
      },
      { x: [[1, 1, 1]], eta: [[0]] },
    );
    const own = { ...model, prompt: { expert: constant }, box: defaultBox(1) };
    expect(() => parallelLikelihood(own, sample, 2)).toThrow('"level" is a JavaScript function');
  });
});
