import type { GateKind } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";
import { exp, log, log1p } from "../../numerics/elementary";
import { frozenLogDensities, type Likelihood, newPass, type Pass, vectorLength } from "./likelihood";
import { RowExpert } from "./row-expert";
import { sumBlocks, sumOverBlocks } from "./sum-blocks";

const HALF_LOG_2PI = 0.9189385332046727418;

/** Where the weights of one row's derivatives are written; `gate` is w = beta^T x + tau. */
const W = {
  logp: 0,
  gate: 1,
  u: 2,
  nu: 3,
  gateGate: 4,
  gateU: 5,
  gateNu: 6,
  uu: 7,
  uNu: 8,
  nuNu: 9,
  posterior: 10,
} as const;

/**
 * One row. With d = log f - log f0, v = d + w, pi = 1/(1 + e^-w) and the posterior a = 1/(1 + e^-v), b = 1 - a:
 *
 *   log p = max(log f0 - max(w, 0), log f + min(w, 0)) + log((1 + e^-|v|) / (1 + e^-|w|))
 *   d/dw = a - pi                       d2/dw2 = a b - pi (1 - pi) = (a - pi)(b - pi)
 *   d/dG = a s_G, as for a constant gate   d2/dw dG = a b s_G     d2/dG2 = a b s_G s_G' + a ds_G/dG'
 *
 * a - pi is formed from the two probabilities or from their complements, whichever are small. `u` is the expert's mean h.
 */
function rowWeights(w: number, nu: number, constant: number, r: number, frozen: number, out: Float64Array): void {
  const rn = r / nu;
  const prompt = constant - 0.5 * (r * rn);
  const v = prompt - frozen + w;
  const [e1, e2] = [exp(-Math.abs(w)), exp(-Math.abs(v))];
  const [small1, large1, small2, large2] = [e1 / (1 + e1), 1 / (1 + e1), e2 / (1 + e2), 1 / (1 + e2)];
  const [share, rest] = w > 0 ? [large1, small1] : [small1, large1];
  const [a, b] = v > 0 ? [large2, small2] : [small2, large2];
  const larger = v > 0 ? prompt + Math.min(w, 0) : frozen - Math.max(w, 0);
  const score = w > 0 ? rest - b : a - share;
  const sNu = (0.5 * (r * rn - 1)) / nu;
  out[W.logp] = larger + (log1p(e2) - log1p(e1));
  out[W.gate] = score;
  out[W.u] = a * rn;
  out[W.nu] = a * sNu;
  out[W.gateGate] = score * (b - share);
  out[W.gateU] = a * b * rn;
  out[W.gateNu] = a * b * sNu;
  out[W.uu] = a * rn * (b * rn) - a / nu;
  out[W.uNu] = a * rn * (b * sNu) - (a * rn) / nu;
  out[W.nuNu] = a * sNu * (b * sNu) + a * ((0.5 / nu - (r * rn) / nu) / nu);
  out[W.posterior] = a;
}

/** The reference implementation of a softmax gate, for built-in and user-defined experts. */
export class PlainSoftmaxLikelihood implements Likelihood {
  readonly parameters: number;
  passes = 0;
  /** Entries of the gate, and of eta. */
  private readonly g: number;
  private readonly q: number;
  private readonly frozen: Float64Array;
  private readonly expert: RowExpert;
  private readonly weights = new Float64Array(11);
  private readonly block: Pass;

  constructor(
    readonly model: ContaminatedMoe<GateKind>,
    readonly sample: Sample,
  ) {
    this.g = sample.dimension + 1;
    this.q = promptParameters(model);
    this.parameters = vectorLength(model);
    this.frozen = frozenLogDensities(model, sample);
    this.expert = new RowExpert(model, sample);
    this.block = newPass(this.parameters);
  }

  release(): void {}

  evaluate(theta: Float64Array, out: Pass, rows: number = this.sample.n): void {
    sumBlocks(this, rows, this.block, out, (from, to) => {
      for (let i = from; i < to; i++) this.addRow(theta, i);
    });
    this.passes += rows / this.sample.n;
  }

  /** Weights of row i; returns nothing, but leaves its expert in this.expert. */
  private weigh(theta: Float64Array, i: number): void {
    const { g, q } = this;
    const nu = theta[g + q];
    const mean = this.expert.at(theta.subarray(g, g + q), i);
    const { row } = this.expert;
    let w = theta[0];
    for (let j = 0; j < row.length; j++) w += theta[j + 1] * row[j];
    const constant = -HALF_LOG_2PI - 0.5 * log(nu);
    rowWeights(w, nu, constant, this.sample.y[i] - mean, this.frozen[i], this.weights);
  }

  /** Adds row i to this.block: upper triangle of the Hessian only. */
  private addRow(theta: Float64Array, i: number): void {
    this.weigh(theta, i);
    const { g, q, weights } = this;
    const { gradient: slopes, curvature, row } = this.expert;
    const p = this.parameters;
    const { gradient, hessian } = this.block;
    // Without a user's own expert the slopes are (x, 1) and sigma' multiplies them.
    const custom = this.model.prompt.expert.kind === "custom";
    const [, first, second] = custom ? [0, 1, 0] : this.expert.sigma;
    const uu = weights[W.uu] * first * first + weights[W.u] * second;
    const gateAt = (j: number): number => (j === 0 ? 1 : row[j - 1]);
    this.block.logLikelihood += weights[W.logp];
    gradient[p - 1] += weights[W.nu];
    hessian[p * p - 1] += weights[W.nuNu];
    for (let j = 0; j < g; j++) {
      const z = gateAt(j);
      gradient[j] += weights[W.gate] * z;
      hessian[j * p + p - 1] += weights[W.gateNu] * z;
      for (let k = j; k < g; k++) hessian[j * p + k] += weights[W.gateGate] * z * gateAt(k);
      for (let k = 0; k < q; k++) hessian[j * p + g + k] += weights[W.gateU] * first * z * slopes[k];
    }
    for (let j = 0; j < q; j++) {
      gradient[g + j] += weights[W.u] * first * slopes[j];
      hessian[(g + j) * p + p - 1] += weights[W.uNu] * first * slopes[j];
      for (let k = j; k < q; k++) {
        hessian[(g + j) * p + g + k] += uu * slopes[j] * slopes[k];
        if (custom) hessian[(g + j) * p + g + k] += weights[W.u] * curvature[j * q + k];
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
    const total = sumOverBlocks(rows, (from, to) => {
      let sum = 0;
      for (let i = from; i < to; i++) {
        this.weigh(theta, i);
        sum += this.weights[W.logp];
        if (out !== undefined) out[i] = this.weights[W.posterior];
      }
      return sum;
    });
    this.passes += rows / this.sample.n;
    return total;
  }
}
