import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import { exp, log } from "../../numerics/elementary";
import { frozenLogDensities, type Likelihood, newPass, type Pass, RATIO_LIMIT } from "./likelihood";
import { PlainSoftmaxLikelihood } from "./plain-softmax-likelihood";
import { RowExpert } from "./row-expert";
import { sumBlocks, sumOverBlocks } from "./sum-blocks";

const HALF_LOG_2PI = 0.9189385332046727418;

/** Where the weights of one row's derivatives are written. */
const W = { logp: 0, lambda: 1, u: 2, nu: 3, lambdaU: 4, lambdaNu: 5, uu: 6, curvature: 7, uNu: 8, nuNu: 9 } as const;

/**
 * One row. With r = y - h, d = log f - log f0, a = f/p, b = f0/p, w = lambda a:
 *
 *   log p = max(log f0, log f) + log(...)          (log-sum-exp: nothing underflows)
 *   d/dlambda = a - b                               d2/dlambda2 = -(a - b)^2
 *   d/dh = w s_h, s_h = r/nu                        d/dnu = w s_nu, s_nu = (r^2/nu - 1)/(2 nu)
 *   d2/dlambda dG = a b s_G                         d2/dG2 = w (1-w) s_G s_G' + w ds_G/dG'
 *
 * written so that w s and (1-w) s are formed before they meet: a far observation gives 0, never 0 * Infinity.
 * `out` gets the weights in h; `curvature` multiplies d2h/deta2.
 */
function rowWeights(lambda: number, nu: number, constant: number, r: number, frozen: number, out: Float64Array): void {
  const rn = r / nu;
  const prompt = constant - 0.5 * (r * rn);
  const d = prompt - frozen;
  const e = exp(-Math.abs(d));
  let a: number;
  let b: number;
  let score: number;
  if (d <= 0) {
    const m = 1 - lambda + lambda * e;
    if (lambda === 1) {
      a = 1;
      b = Math.min(1 / e, RATIO_LIMIT);
      score = a - b;
      out[W.logp] = prompt;
    } else {
      a = e / m;
      b = Math.min(1 / m, RATIO_LIMIT);
      score = Math.max((e - 1) / m, -RATIO_LIMIT);
      out[W.logp] = frozen + log(m);
    }
  } else {
    const m = lambda + (1 - lambda) * e;
    if (lambda === 0) {
      a = Math.min(1 / e, RATIO_LIMIT);
      b = 1;
      score = a - b;
      out[W.logp] = frozen;
    } else {
      a = Math.min(1 / m, RATIO_LIMIT);
      b = e / m;
      score = Math.min((1 - e) / m, RATIO_LIMIT);
      out[W.logp] = prompt + log(m);
    }
  }
  const w = lambda * a;
  const wbar = (1 - lambda) * b;
  const sNu = (0.5 * (r * rn - 1)) / nu;
  const ab = a * b;
  out[W.lambda] = score;
  out[W.u] = w * rn;
  out[W.nu] = w * sNu;
  out[W.lambdaU] = ab * rn;
  out[W.lambdaNu] = ab * sNu;
  out[W.uu] = w * rn * (wbar * rn) - w / nu;
  out[W.curvature] = w * rn;
  out[W.uNu] = w * rn * (wbar * sNu) - (w * rn) / nu;
  out[W.nuNu] = w * sNu * (wbar * sNu) + w * ((0.5 / nu - (r * rn) / nu) / nu);
}

/** The reference implementation, in plain TypeScript, for built-in and user-defined experts. */
class PlainLikelihood implements Likelihood {
  readonly parameters: number;
  passes = 0;
  private readonly q: number;
  private readonly frozen: Float64Array;
  private readonly expert: RowExpert;
  private readonly weights = new Float64Array(10);
  private readonly block: Pass;

  constructor(
    readonly model: ContaminatedMoe<GateKind>,
    readonly sample: Sample,
  ) {
    this.q = model.box.eta.length;
    this.parameters = this.q + 2;
    this.frozen = frozenLogDensities(model, sample);
    this.expert = new RowExpert(model, sample);
    this.block = newPass(this.parameters);
  }

  release(): void {}

  evaluate(theta: Float64Array, out: Pass, rows: number = this.sample.n): void {
    sumBlocks(this, rows, this.block, out, (from, to) => this.addRows(theta, from, to));
    this.passes += rows / this.sample.n;
  }

  /** Adds rows from..to-1 to this.block: upper triangle of the Hessian only. */
  private addRows(theta: Float64Array, from: number, to: number): void {
    const { q, weights, block } = this;
    const { sigma, gradient, curvature } = this.expert;
    const eta = theta.subarray(1, q + 1);
    const { y } = this.sample;
    const custom = this.model.prompt.expert.kind === "custom";
    const p = q + 2;
    const [lambda, nu] = [theta[0], theta[q + 1]];
    const constant = -HALF_LOG_2PI - 0.5 * log(nu);
    const { gradient: g, hessian: h } = block;
    for (let i = from; i < to; i++) {
      const mean = this.expert.at(eta, i);
      rowWeights(lambda, nu, constant, y[i] - mean, this.frozen[i], weights);
      block.logLikelihood += weights[W.logp];
      g[0] += weights[W.lambda];
      h[0] -= weights[W.lambda] * weights[W.lambda];
      g[p - 1] += weights[W.nu];
      h[p - 1] += weights[W.lambdaNu];
      h[p * p - 1] += weights[W.nuNu];
      const slope = custom ? 1 : sigma[1];
      const u = weights[W.u] * slope;
      const lambdaU = weights[W.lambdaU] * slope;
      const uNu = weights[W.uNu] * slope;
      const uu = weights[W.uu] * slope * slope + (custom ? 0 : weights[W.curvature] * sigma[2]);
      for (let j = 0; j < q; j++) {
        const dj = gradient[j];
        g[j + 1] += u * dj;
        h[j + 1] += lambdaU * dj;
        h[(j + 1) * p + p - 1] += uNu * dj;
        const outer = uu * dj;
        const at = (j + 1) * p + 1;
        for (let k = j; k < q; k++) h[at + k] += outer * gradient[k];
        if (custom) for (let k = j; k < q; k++) h[at + k] += weights[W.curvature] * curvature[j * q + k];
      }
    }
  }

  value(theta: Float64Array, rows: number = this.sample.n): number {
    return this.overRows(theta, rows, undefined);
  }

  responsibilities(theta: Float64Array, out: Float64Array, rows: number = this.sample.n): number {
    return this.overRows(theta, rows, out);
  }

  private overRows(theta: Float64Array, rows: number, out: Float64Array | undefined): number {
    const { q, weights } = this;
    const eta = theta.subarray(1, q + 1);
    const [lambda, nu] = [theta[0], theta[q + 1]];
    const constant = -HALF_LOG_2PI - 0.5 * log(nu);
    const total = sumOverBlocks(rows, (from, to) => {
      let sum = 0;
      for (let i = from; i < to; i++) {
        const r = this.sample.y[i] - this.expert.at(eta, i);
        rowWeights(lambda, nu, constant, r, this.frozen[i], weights);
        sum += weights[W.logp];
        if (out !== undefined) {
          const d = constant - 0.5 * (r * (r / nu)) - this.frozen[i];
          const e = exp(-Math.abs(d));
          if (d > 0) out[i] = lambda / (lambda + (1 - lambda) * e || 1);
          else out[i] = lambda === 1 ? 1 : (lambda * e) / (1 - lambda + lambda * e);
        }
      }
      return sum;
    });
    this.passes += rows / this.sample.n;
    return total;
  }
}

/**
 * The likelihood in plain TypeScript: for experts and densities of one's own, and to check the WebAssembly.
 *
 * @example
 * ```ts
 * import { drawSample, likelihoodOf, plainLikelihood, scenarioPath, toVector, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const truth = truthAt(path, 1000);
 * const sample = drawSample(path.model, truth, { seed: 7, path: "example", n: 1000, replicate: 0 });
 * const [plain, fast] = [plainLikelihood, likelihoodOf].map((make) => make(path.model, sample).value(toVector(truth)) ?? 0);
 * console.log(Math.abs((plain ?? 0) - (fast ?? 0)) < 1e-8); // WebAssembly computes the same: true
 * ```
 */
export function plainLikelihood(model: ContaminatedMoe<GateKind>, sample: Sample): Likelihood {
  return model.gate.kind === "softmax" ? new PlainSoftmaxLikelihood(model, sample) : new PlainLikelihood(model, sample);
}
