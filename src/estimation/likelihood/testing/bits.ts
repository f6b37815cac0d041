import { ACTIVATIONS } from "../../../model/activation";
import { defaultBox } from "../../../model/box";
import { defineModel } from "../../../model/contaminated-moe";
import type { Density } from "../../../model/density";
import { drawSample } from "../../../model/sample/draw-sample";
import { plainSample } from "../../../model/sample/plain-sample";
import { fit } from "../../fit/maximum-likelihood";
import { newPass } from "../likelihood";
import { plainLikelihood } from "../plain-likelihood";
import { wasmLikelihood } from "../wasm-likelihood";

/** FNV-1a over the bytes of doubles, in hexadecimal: equal for equal bits. */
function digest(values: ArrayLike<number>): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(values).buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

const DENSITIES: readonly Density[] = [{ kind: "gaussian" }, { kind: "laplace" }, { kind: "student-t", df: 4.5 }];

/**
 * What an engine makes of a few seeds: samples, plain and fast passes, posterior probabilities and cold fits for every
 * density and activation, one line each. The lines are the same on every engine or something decides results that should not.
 */
export function engineBits(): readonly string[] {
  const lines: string[] = [];
  for (const density of DENSITIES) {
    for (const activation of ACTIVATIONS) {
      const dimension = 2;
      const model = defineModel({
        covariates: { law: activation === "sin" ? "normal" : "uniform", dimension },
        pretrained: { density, expert: { kind: "activation", activation: "tanh", bias: false }, eta: [1, -0.5], nu: 1 },
        prompt: { expert: { kind: "activation", activation, bias: true } },
        box: defaultBox(dimension + 1),
      });
      const truth = { lambda: 0.45, eta: [0.8, 0.6, 0.4], nu: 0.5 };
      const key = { seed: 20250101, path: `bits/${activation}`, n: 1500, replicate: 7 };
      const sample = drawSample(model, truth, key);
      const plain = plainSample(model, truth, key);
      lines.push(`${density.kind} ${activation} sample ${digest(sample.x)} ${digest(sample.y)} ${digest(plain.y)}`);
      const theta = Float64Array.of(0.4, 0.7, 0.5, 0.3, 0.6);
      for (const likelihood of [wasmLikelihood(model, sample), plainLikelihood(model, sample)]) {
        const out = newPass(5);
        likelihood.evaluate(theta, out);
        const weights = new Float64Array(sample.n);
        const value = likelihood.responsibilities(theta, weights);
        const numbers = [out.logLikelihood, value, ...out.gradient, ...out.hessian];
        lines.push(`${density.kind} ${activation} pass ${digest(numbers)} ${digest(weights)}`);
        likelihood.release();
      }
      const { estimate, logLikelihood, iterations } = fit(model, sample);
      const numbers = [estimate.lambda, ...estimate.eta, estimate.nu, logLikelihood, iterations];
      lines.push(`${density.kind} ${activation} fit ${digest(numbers)}`);
    }
  }
  return lines;
}
