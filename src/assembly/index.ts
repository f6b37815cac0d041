// What the module exports. `work` is scratch from `workAt` on: see the loader, src/numerics/wasm/kernel.ts.

export { draw } from "./draw";
export { logistic } from "./logistic";
export { pass } from "./pass";
export { scores } from "./scores";
export { softmaxPass, softmaxValue } from "./softmax";
export { squares } from "./squares";
export { frozenDensities, value } from "./value";

/** First byte not used by constants. */
export const workAt: usize = (__heap_base + 63) & ~63;
