import { fit, newPass, toVector } from "contaminated-moe";
import { likelihoodOf } from "#dist/estimation/likelihood/wasm-likelihood";
import { withSample } from "#dist/model/sample/draw-sample";
import { clock, summary } from "./measure";
import { benchModel, type PromptKind, START, TRUTH } from "./problem";

export interface GrowthRow {
  readonly n: number;
  /** Nanoseconds per observation, medians: drawing alone; drawing and fitting from one start. */
  readonly draw: number;
  readonly replicate: number;
  /**
   * One pass over rows that earlier passes have read: where it costs the same for a sample that fits the cache (n = 1e3) as for
   * one that does not, passes of several starts over one block of rows could share nothing that costs time.
   */
  readonly pass: number;
  /** Passes of that fit, in units of all rows. */
  readonly passes: number;
  /** Observations drawn and fitted in ten minutes on one thread. */
  readonly perTenMinutes: number;
}

/** How the cost of a replicate grows with n. */
export function benchGrowth(kind: PromptKind, sizes: readonly number[], budget: number): readonly GrowthRow[] {
  const model = benchModel(kind);
  return sizes.map((n) => {
    const runs = Math.max(3, Math.min(2000, Math.round(budget / (n * 3e-7))));
    const [draws, whole, passes, counts]: [number[], number[], number[], number[]] = [[], [], [], []];
    const out = newPass(toVector(START).length);
    for (let r = -1; r < runs; r++) {
      const key = { seed: 2, path: `growth/${kind}`, n, replicate: r + 1 };
      const drawn = clock(() => withSample(model, TRUTH, key, (sample) => sample.n));
      let count = 0;
      const fitted = clock(() => {
        count = withSample(model, TRUTH, key, (sample) => fit(model, sample, { warm: START })).passes;
      });
      const passed = withSample(model, TRUTH, key, (sample) => {
        const likelihood = likelihoodOf(model, sample);
        const repeats = Math.max(2, Math.round(1e5 / n));
        likelihood.evaluate(toVector(START), out);
        const seconds = clock(() => {
          for (let k = 0; k < repeats; k++) likelihood.evaluate(toVector(START), out);
        });
        likelihood.release();
        return seconds / repeats;
      });
      if (r >= 0) {
        draws.push(drawn);
        whole.push(fitted);
        passes.push(passed);
        counts.push(count);
      }
    }
    const each = (seconds: readonly number[]): number => (summary("", seconds).median / n) * 1e9;
    return {
      n,
      draw: each(draws),
      replicate: each(whole),
      pass: each(passes),
      passes: summary("", counts).median,
      perTenMinutes: 600e9 / each(whole),
    };
  });
}
