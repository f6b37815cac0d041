import { InputError } from "../../input-error";
import type { StreamKey } from "../../numerics/random-stream";
import type { GateKind, Parameters } from "../by-parameter";
import { type ContaminatedMoe, checkParameters } from "../contaminated-moe";
import { plainSample } from "./plain-sample";
import type { Sample } from "./sample";
import { wasmCanDraw, wasmSample, withWasmSample } from "./wasm-sample";

/** The streams of random numbers count observations in 32 bits. */
const LARGEST_SAMPLE = 0xffffffff;

function checkSize(n: number): void {
  if (Number.isInteger(n) && n >= 1 && n <= LARGEST_SAMPLE) return;
  throw new InputError(`n is ${n}; a sample has a whole number of observations, from 1 to ${LARGEST_SAMPLE}.`);
}

/**
 * Draws key.n observations: x from the covariate law; with probability lambda, or pi(x), y ~ N(h(x, eta), nu), else
 * y ~ f0(. | h0(x, eta0), nu0). A function of (model, truth, key) alone, to the last bit: built-in experts are drawn
 * in WebAssembly, user-defined ones (JavaScript functions) and samples beyond 4 GB in TypeScript, with the same bits.
 * @throws InputError when the truth does not fit the model.
 *
 * @example
 * ```ts
 * import { drawSample, scenarioPath, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const key = { seed: 7, path: "example", n: 1000, replicate: 0 };
 * const [sample, again] = [0, 1].map(() => drawSample(path.model, truthAt(path, 1000), key));
 * console.log(sample?.n, sample?.y[0] === again?.y[0]); // 1000 true
 * ```
 */
export function drawSample(model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, key: StreamKey): Sample {
  checkParameters(model, truth);
  checkSize(key.n);
  return wasmCanDraw(model, key.n) ? wasmSample(model, truth, key) : plainSample(model, truth, key);
}

/**
 * What `use` makes of a sample that nobody needs afterwards: as drawSample, but a likelihood works in the memory where
 * the sample was drawn, and the next sample takes its place. Fresh memory costs as much as drawing does: studies draw
 * this way. `use` must not keep the sample, and must be done when it returns.
 */
export function withSample<T>(
  model: ContaminatedMoe<GateKind>,
  truth: Parameters<GateKind>,
  key: StreamKey,
  use: (sample: Sample) => T,
): T {
  checkParameters(model, truth);
  checkSize(key.n);
  return wasmCanDraw(model, key.n) ? withWasmSample(model, truth, key, use) : use(plainSample(model, truth, key));
}
