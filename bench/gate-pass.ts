import { defaultSoftmaxBox, defineModel, newPass } from "contaminated-moe";
import { wasmLikelihood } from "#dist/estimation/likelihood/wasm-likelihood";
import { clock, interleave, type Timing } from "./measure";
import { DIMENSION, type Problem } from "./problem";

/** The same data, experts and densities below both gates: one pass each, in turns. */
export async function benchGatePass({ model, sample }: Problem, rounds: number): Promise<readonly Timing[]> {
  const eta = Array.from({ length: DIMENSION + 1 }, () => 0.35);
  const gated = defineModel({
    ...model,
    gate: { kind: "softmax" } as const,
    box: defaultSoftmaxBox(DIMENSION, DIMENSION + 1),
  });
  const [constant, softmax] = [wasmLikelihood(model, sample), wasmLikelihood(gated, sample)];
  const at = [Float64Array.of(0.4, ...eta, 1.1), Float64Array.of(-0.4, ...eta.slice(1), ...eta, 1.1)] as const;
  const out = [newPass(at[0].length), newPass(at[1].length)] as const;
  const contenders = [
    { name: "constant gate", run: () => clock(() => constant.evaluate(at[0], out[0])) },
    { name: "softmax gate", run: () => clock(() => softmax.evaluate(at[1], out[1])) },
  ];
  // The engine compiles the hot loops again, better, after some calls.
  for (let i = 0; i < 30; i++) for (const { run } of contenders) run();
  const timings = await interleave(contenders, rounds);
  constant.release();
  softmax.release();
  return timings;
}
