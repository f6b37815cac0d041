/** node build/bench/memory.js N: draws and fits N observations in a fresh process; prints its peak memory as JSON. */
import { fit } from "contaminated-moe";
import { withSample } from "#dist/model/sample/draw-sample";
import { benchModel, DIMENSION, START, TRUTH } from "./problem";

const n = Number(process.argv[2]);
const key = { seed: 2, path: "memory", n, replicate: 0 };
const model = benchModel("tanh");
const idle = process.resourceUsage().maxRSS * 1024;
withSample(model, TRUTH, key, (sample) => fit(model, sample, { warm: START }));
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ n, idle, peak, limit: (DIMENSION + 3) * 8 * n + 128e6 })}\n`);
