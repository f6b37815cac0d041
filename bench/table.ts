import type { FitTiming } from "./fits";
import type { GrowthRow } from "./growth";
import type { Timing } from "./measure";
import type { StudyCost } from "./study-cost";
import { isMet, type Target } from "./targets";

const fixed = (value: number, digits = 1): string => value.toFixed(digits);

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, j) => (j === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** Passes: nanoseconds per observation, and the ratio of medians to the first. */
export function passTable(timings: readonly Timing[], n: number, what = "one pass"): string {
  const first = timings[0].median;
  const rows = timings.map(({ name, median, low, high, fastest }) => {
    const [m, l, h, f] = [median, low, high, fastest].map((s) => fixed((s / n) * 1e9));
    return [name, m, `${l} to ${h}`, f, fixed(median / first, 2), fixed(fastest / timings[0].fastest, 2)];
  });
  return markdown([what, "ns per observation", "quartiles", "fastest", "time / ours", "fastest / ours"], rows);
}

export function fitTable(timings: readonly FitTiming[]): string {
  const first = timings[0];
  const rows = timings.map(({ name, median, low, high, iterations, logLikelihood }) => {
    const [m, l, h] = [median, low, high].map((s) => fixed(s * 1e3));
    const ratio = fixed(median / first.median, 2);
    return [name, m, `${l} to ${h}`, ratio, String(iterations), (logLikelihood - first.logLikelihood).toExponential(1)];
  });
  const head = ["one fit", "ms", "quartiles", "time / ours", "iterations (ours: passes)", "log-likelihood - ours"];
  return markdown(head, rows);
}

export function growthTable(rows: readonly GrowthRow[]): string {
  const cells = rows.map(({ n, draw, replicate, pass, passes, perTenMinutes }) => [
    n.toExponential(0),
    fixed(draw),
    fixed(pass),
    fixed(passes),
    fixed(replicate),
    perTenMinutes.toExponential(1),
  ]);
  return markdown(
    [
      "n",
      "draw, ns per observation",
      "pass, ns",
      "passes of a fit",
      "draw and fit, ns",
      "observations in 10 min, 1 thread",
    ],
    cells,
  );
}

export function studyTable(rows: readonly StudyCost[]): string {
  const cells = rows.map(({ study, workers, seconds, perTenMinutes }) => [
    study,
    String(workers),
    fixed(seconds),
    perTenMinutes.toExponential(1),
  ]);
  return markdown(["study", "workers", "seconds", "observations in 10 min"], cells);
}

/** Targets beside figures: whoever misses one sees by how much. */
export function targetTable(targets: readonly Target[]): string {
  const written = (value: number, unit: Target["unit"]): string =>
    unit === "observations" ? value.toExponential(1) : `${fixed(value, 2)} ${unit}`;
  const cells = targets.map((each) => [
    each.what,
    written(each.figure, each.unit),
    `${each.atLeast ? "at least" : "at most"} ${written(each.target, each.unit)}`,
    isMet(each) ? "met" : "missed",
    each.bound,
  ]);
  return markdown(["target", "here", "asked", "", "what bounds it, in this run"], cells);
}

/** Bytes of a process at its peak. */
export interface MemoryRow {
  readonly n: number;
  /** Before the sample is drawn. */
  readonly idle: number;
  readonly peak: number;
  /** (d + 3) * 8 bytes per observation and 128 MB. */
  readonly limit: number;
}

export function memoryTable(rows: readonly MemoryRow[]): string {
  const megabytes = (bytes: number): string => fixed(bytes / 1e6, 0);
  const cells = rows.map((r) => [r.n.toExponential(0), ...[r.idle, r.peak, r.limit].map(megabytes)]);
  return markdown(["n", "before, MB", "peak, MB", "(d + 3) * 8 bytes per observation + 128 MB"], cells);
}

export function regressionTable(
  answers: readonly { peer: string; seconds: number; iterations?: number }[],
  n: number,
): string {
  const rows = answers.map(({ peer, seconds, iterations = 1 }) => [
    peer,
    fixed((seconds / n / iterations) * 1e9, 0),
    String(iterations),
  ]);
  return markdown(["two free regressions in R", "ns per observation and iteration", "iterations"], rows);
}
