import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { logDensityConstants } from "../../model/density";
import { exp, expm1, log } from "../../numerics/elementary";
import { TriangularFactor } from "../../numerics/triangular-factor";
import { acquireSpace, type KernelSpace, releaseSpace } from "../../numerics/wasm/kernel";
import { CONSTANT_BYTES } from "../../numerics/wasm/layout";
import type { PromptAt } from "../quadrature/log-ratio";
import type { ResponseRule } from "../quadrature/response-rule";

/** The scores at one x: gap is the prompt's mean less the frozen one, the shares are lambda and 1 - lambda. */
export interface AtOneX {
  readonly gap: number;
  readonly nu: number;
  readonly lambda: number;
  readonly rest: number;
  readonly against: PromptAt;
  readonly logf0: (r0: number) => number;
}

/** Nodes that are taken at a time. */
const CHUNK = 512;
/** A share below this is left to the plain loop: the kernel's logarithm is for normal numbers. */
const LEAST_SHARE = 1e-290;

/** Where things lie in the kernel's memory, in bytes: numbers, then nodes, weights and three scores a node. */
const NUMBERS = CONSTANT_BYTES;
const NODES = NUMBERS + 256;
const WEIGHTS = NODES + 8 * CHUNK;
const SCORES = WEIGHTS + 8 * CHUNK;
const BYTES = SCORES + 24 * CHUNK;

/**
 * The 3 x 3 triangular factor over y of the scores at one x, each times sqrt(weight p):
 *
 *   s_lambda = (f - f0)/p,   s_h = (lambda f/p) (y - h)/nu,   s_nu = (lambda f/p) ((y - h)^2/nu - 1)/(2 nu)
 *
 * Built-in densities of one variance are done in WebAssembly, two nodes at a time, the others here, with the same bits.
 */
export class ConditionalScores {
  private readonly factor: TriangularFactor;
  private readonly rows: Float64Array;
  /** The memory, and the density's code; undefined where the plain loop does everything. */
  private readonly kernel: { readonly space: KernelSpace; readonly density: number } | undefined;
  private readonly numbers: Float64Array;
  private readonly nodes: Float64Array;
  private readonly weights: Float64Array;

  constructor({ pretrained }: ContaminatedMoe<GateKind>, inKernel = true) {
    const { density, nu, byRows } = pretrained;
    const constants = density.kind === "custom" || byRows || !inKernel ? undefined : logDensityConstants(density, nu);
    this.kernel = constants && { space: acquireSpace(BYTES), density: constants.code };
    const buffer = this.kernel?.space.memory.buffer ?? new ArrayBuffer(BYTES);
    this.numbers = new Float64Array(buffer, NUMBERS, 12);
    this.nodes = new Float64Array(buffer, NODES, CHUNK);
    this.weights = new Float64Array(buffer, WEIGHTS, CHUNK);
    this.rows = new Float64Array(buffer, SCORES, 3 * CHUNK);
    this.factor = new TriangularFactor(3, CHUNK, this.rows);
    if (constants) this.numbers.set([constants.constant, constants.a, constants.b, constants.e], 8);
  }

  /** R, row-major; the next call overwrites it. */
  over({ nodes, weights, count }: ResponseRule, at: AtOneX): Float64Array {
    const { factor } = this;
    factor.clear();
    const kernel = at.lambda > LEAST_SHARE && at.rest > LEAST_SHARE ? this.kernel : undefined;
    if (kernel) {
      const { gap, constant, half, quadratic } = at.against.terms;
      this.numbers.set([at.gap, at.nu, at.lambda, at.rest, constant, half, quadratic, gap]);
    }
    for (let from = 0; from < count; from += CHUNK) {
      const to = Math.min(count, from + CHUNK);
      if (kernel) {
        this.nodes.set(nodes.subarray(from, to));
        this.weights.set(weights.subarray(from, to));
        kernel.space.kernel.scores(NODES, WEIGHTS, to - from, kernel.density, NUMBERS, SCORES);
      } else this.plain(nodes, weights, from, to, at);
      factor.foldWritten(to - from);
    }
    return factor.r;
  }

  /** Gives the memory back; nothing may be computed afterwards. */
  release(): void {
    if (this.kernel) releaseSpace(this.kernel.space);
  }

  /** The reference, and the way for densities that a user defines and for variances by row. */
  private plain(nodes: Float64Array, weights: Float64Array, from: number, to: number, at: AtOneX): void {
    const { gap, nu, lambda, rest, logf0, against } = at;
    const { rows } = this;
    for (let k = from; k < to; k++) {
      const r0 = nodes[k];
      const ratio = against.logRatio(r0);
      // With e = the smaller density over the larger: p = larger * mix.
      const e = exp(-Math.abs(ratio));
      const promptLarger = ratio > 0;
      const mix = promptLarger ? lambda + rest * e : rest + lambda * e;
      const difference = (promptLarger ? -expm1(-ratio) : expm1(ratio)) / mix;
      const share = (lambda * (promptLarger ? 1 : e)) / mix;
      const logp = logf0(r0) + (promptLarger ? ratio : 0) + log(mix);
      const root = Math.sqrt(weights[k]) * exp(0.5 * logp);
      const r = r0 - gap;
      const offset = 3 * (k - from);
      rows[offset] = root * difference;
      rows[offset + 1] = root * share * (r / nu);
      rows[offset + 2] = (root * share * (0.5 * ((r * r) / nu - 1))) / nu;
    }
  }
}
