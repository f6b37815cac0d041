import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { defineModel } from "contaminated-moe";
import { withSample } from "#dist/model/sample/draw-sample";
import { clock, summary } from "./measure";
import { benchModel, DIMENSION, type PromptKind, TRUTH } from "./problem";

/** What this machine allows, measured apart from what it is to explain. */
export interface Bounds {
  /** Passes of two processes that know nothing of each other, side by side, against those of one alone. */
  readonly twoProcesses: number;
  /** Nanoseconds that one more covariate adds to drawing an observation: a column of uniforms, copied and weighed. */
  readonly uniform: number;
  /** Columns of uniforms that one observation takes: its covariates, its component and three for its noise. */
  readonly columns: number;
}

const run = promisify(execFile);

/** Seconds of one pass in processes of their own that start together. */
async function lonePasses(kind: PromptKind, n: number, processes: number): Promise<number> {
  const program = [join(__dirname, "lone-passes.js"), kind, String(n)];
  const told = await Promise.all(Array.from({ length: processes }, () => run(process.execPath, program)));
  return told.reduce((sum, { stdout }) => sum + Number(stdout), 0) / processes;
}

/** Nanoseconds of drawing one observation with d uniform covariates. */
function drawing(kind: PromptKind, n: number, d: number): number {
  const base = benchModel(kind);
  const eta = Array.from({ length: d }, (_, j) => (j % 2 === 0 ? 0.6 : -0.4));
  const model = defineModel({
    ...base,
    covariates: { law: "uniform", dimension: d },
    pretrained: { ...base.pretrained, eta },
    box: { ...base.box, eta: Array.from({ length: d + 1 }, () => [-10, 10] as const) },
  });
  const truth = { ...TRUTH, eta: [...eta, 0.4] };
  const seconds = Array.from({ length: 30 }, (_, replicate) =>
    clock(() => withSample(model, truth, { seed: 2, path: "bounds", n, replicate }, (sample) => sample.n)),
  );
  return (summary("", seconds).median / n) * 1e9;
}

/** The machine's own limits for two threads and for drawing. */
export async function benchBounds(kind: PromptKind, n: number): Promise<Bounds> {
  const alone = await lonePasses(kind, n, 1);
  const together = await lonePasses(kind, n, 2);
  const uniform = (drawing(kind, n, 2 * DIMENSION) - drawing(kind, n, DIMENSION)) / DIMENSION;
  return { twoProcesses: (2 * alone) / together, uniform, columns: DIMENSION + 4 };
}
