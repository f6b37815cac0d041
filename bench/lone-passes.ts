/** node build/bench/lone-passes.js KIND N: the median seconds of one pass over N rows, for two seconds; prints a number. */
import { newPass, toVector } from "contaminated-moe";
import { likelihoodOf } from "#dist/estimation/likelihood/wasm-likelihood";
import { withSample } from "#dist/model/sample/draw-sample";
import { clock, summary } from "./measure";
import { benchModel, type PromptKind, START, TRUTH } from "./problem";

const [kind, n] = [process.argv[2] as PromptKind, Number(process.argv[3])];
const model = benchModel(kind);
withSample(model, TRUTH, { seed: 2, path: "lone", n, replicate: 0 }, (sample) => {
  const likelihood = likelihoodOf(model, sample);
  const [theta, out] = [toVector(START), newPass(toVector(START).length)];
  const seconds: number[] = [];
  for (let spent = 0; spent < 2; spent += seconds[seconds.length - 1]) {
    seconds.push(clock(() => likelihood.evaluate(theta, out)));
  }
  likelihood.release();
  process.stdout.write(String(summary("", seconds).median));
});
