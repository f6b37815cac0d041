// Drawing a sample, 128 rows at a time; as src/model/plain-sample.ts, same bits.

import { activate } from "./activation";
import { noise } from "./density";
import { add, mul, select, sub } from "./elementary";
import { CHUNK, COLUMN } from "./gram";
import { column } from "./philox";
import { predict } from "./predictor";

// Scratch columns; then d drawn covariates and the d copies that predict() makes.
const PROMPT: usize = 0, FROZEN: usize = 1, INDICATOR: usize = 2, PROMPT_U: usize = 3, PROMPT_V: usize = 4;
const FROZEN_U: usize = 5, FROZEN_V: usize = 6, SHARE: usize = 7, COVARIATES: usize = 8;
/** The first of five columns of the stream, in the order above from INDICATOR; as COLUMN in src/model/columns.ts. */
const FIRST_COLUMN: i32 = 256;
const GAUSSIAN = 0, LAPLACE = 1;
const SIGMOID = 2;
// Doubles at `numbers`: these, then the prompt's eta, then the frozen eta.
const LAMBDA: usize = 0, PROMPT_SCALE: usize = 8, FROZEN_SCALE: usize = 16, A: usize = 24, B: usize = 32, E: usize = 40;
const ETA: usize = 48;

/**
 * n observations at x and y from stream (seed, path, n, replicate); `normal` names the law of the covariates. `gate` is the
 * address of a softmax gate's (beta, tau), or 0 where the share is lambda.
 */
export function draw(
  x: usize, y: usize, n: i32, d: usize, normal: bool, promptBias: bool, promptActivation: i32, frozenBias: bool,
  frozenActivation: i32, density: i32, numbers: usize, gate: usize, work: usize,
  seed: i32, path: i32, replicate: i32,
): void {
  const eta = numbers + ETA;
  const eta0 = eta + ((d + (promptBias ? 1 : 0)) << 3);
  const drawn = work + COVARIATES * COLUMN;
  const copies = drawn + d * COLUMN;
  const stride = <usize>n << 3;
  for (let from = 0; from < n; from += <i32>CHUNK) {
    const rows = min(<i32>CHUNK, n - from);
    const bytes = <usize>rows << 3;
    const even = ((bytes + 31) & ~31);
    for (let j: usize = 0; j < d; j++) {
      const at = drawn + j * COLUMN;
      column(normal, <i32>j, n, path, seed, replicate, from, rows, at);
      if (!normal) centre(at, even);
      memory.copy(x + j * stride + (<usize>from << 3), at, bytes);
    }
    predict(drawn, COLUMN, d, 0, rows, eta, promptBias, copies, work + PROMPT * COLUMN);
    activate(promptActivation, work + PROMPT * COLUMN, even);
    predict(drawn, COLUMN, d, 0, rows, eta0, frozenBias, copies, work + FROZEN * COLUMN);
    activate(frozenActivation, work + FROZEN * COLUMN, even);
    if (gate) {
      predict(drawn, COLUMN, d, 0, rows, gate, true, copies, work + SHARE * COLUMN);
      activate(SIGMOID, work + SHARE * COLUMN, even);
    } else {
      const lambda = v128.load64_splat(numbers, LAMBDA);
      for (let i: usize = 0; i < even; i += 16) v128.store(work + SHARE * COLUMN + i, lambda);
    }
    const used: usize = density == LAPLACE ? 4 : 5;
    for (let c: usize = 0; c < used; c++) {
      const at = work + (INDICATOR + c) * COLUMN;
      column(false, FIRST_COLUMN + <i32>c, n, path, seed, replicate, from, rows, at);
    }
    respond(density, numbers, work, even);
    memory.copy(y + (<usize>from << 3), work, bytes);
  }
}

/** Uniforms on (0, 1) to uniforms of mean 0 and variance 1. */
function centre(at: usize, bytes: usize): void {
  const width = f64x2.splat(2 * 1.7320508075688772);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(at + i, mul(width, sub(v128.load(at + i), f64x2.splat(0.5))));
  }
}

/** y from means, indicator and noise, written over the prompt's means. */
function respond(density: i32, numbers: usize, work: usize, bytes: usize): void {
  const promptScale = v128.load64_splat(numbers, PROMPT_SCALE);
  const frozenScale = v128.load64_splat(numbers, FROZEN_SCALE);
  const a = load<f64>(numbers, A), b = load<f64>(numbers, B), e = load<f64>(numbers, E);
  if (density == GAUSSIAN) {
    // One law of noise: what is drawn is chosen before the noise is made, not after.
    for (let i: usize = 0; i < bytes; i += 16) {
      const at = work + i;
      const chosen = f64x2.lt(v128.load(at, INDICATOR * COLUMN), v128.load(at, SHARE * COLUMN));
      const u = select(v128.load(at, PROMPT_U * COLUMN), v128.load(at, FROZEN_U * COLUMN), chosen);
      const v = select(v128.load(at, PROMPT_V * COLUMN), v128.load(at, FROZEN_V * COLUMN), chosen);
      const scale = select(promptScale, frozenScale, chosen);
      const mean = select(v128.load(at, PROMPT * COLUMN), v128.load(at, FROZEN * COLUMN), chosen);
      v128.store(at, add(mean, mul(scale, noise(GAUSSIAN, a, b, e, u, v))));
    }
    return;
  }
  for (let i: usize = 0; i < bytes; i += 16) {
    const at = work + i;
    const p = noise(GAUSSIAN, 0, 0, 0, v128.load(at, PROMPT_U * COLUMN), v128.load(at, PROMPT_V * COLUMN));
    const f = noise(density, a, b, e, v128.load(at, FROZEN_U * COLUMN), v128.load(at, FROZEN_V * COLUMN));
    const prompt = add(v128.load(at, PROMPT * COLUMN), mul(promptScale, p));
    const frozen = add(v128.load(at, FROZEN * COLUMN), mul(frozenScale, f));
    v128.store(at, select(prompt, frozen, f64x2.lt(v128.load(at, INDICATOR * COLUMN), v128.load(at, SHARE * COLUMN))));
  }
}
