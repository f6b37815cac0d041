import { fit } from "contaminated-moe";
import { withSample } from "#dist/model/sample/draw-sample";
import { clock, summary } from "./measure";
import { benchModel, type PromptKind, START, TRUTH } from "./problem";

export interface GrowthRow {
  readonly n: number;
  /** Nanoseconds per observation, medians: drawing alone; drawing and fitting from one start. */
  readonly draw: number;
  readonly replicate: number;
  /** Observations drawn and fitted in ten minutes on one thread. */
  readonly perTenMinutes: number;
}

/** How the cost of a replicate grows with n. */
export function benchGrowth(kind: PromptKind, sizes: readonly number[], budget: number): readonly GrowthRow[] {
  const model = benchModel(kind);
  return sizes.map((n) => {
    const runs = Math.max(3, Math.min(200, Math.round(budget / (n * 3e-7))));
    const [draws, whole]: [number[], number[]] = [[], []];
    for (let r = -1; r < runs; r++) {
      const key = { seed: 2, path: `growth/${kind}`, n, replicate: r + 1 };
      const drawn = clock(() => withSample(model, TRUTH, key, (sample) => sample.n));
      const fitted = clock(() => withSample(model, TRUTH, key, (sample) => fit(model, sample, { warm: START })));
      if (r >= 0) {
        draws.push(drawn);
        whole.push(fitted);
      }
    }
    const each = (seconds: readonly number[]): number => (summary("", seconds).median / n) * 1e9;
    return { n, draw: each(draws), replicate: each(whole), perTenMinutes: 600e9 / each(whole) };
  });
}
