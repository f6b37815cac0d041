import type { Bounds } from "./bounds";
import type { FitTiming } from "./fits";
import type { GrowthRow } from "./growth";
import type { Timing } from "./measure";
import type { StudyCost } from "./study-cost";
import type { TheoryCost } from "./theory-cost";

/** A figure of this run beside what it should be. */
export interface Target {
  readonly what: string;
  readonly figure: number;
  readonly unit: "s" | "x" | "observations";
  readonly target: number;
  /** Whether a larger figure is the better one. */
  readonly atLeast: boolean;
  /** What this run measured of the figure's limit; empty where nothing was. */
  readonly bound: string;
}

export interface PromptBench {
  readonly expert: "linear" | "tanh";
  readonly n: number;
  readonly passes: readonly Timing[];
  readonly fits: readonly FitTiming[];
  readonly growth: readonly GrowthRow[];
  /** One pass below the constant and below the softmax gate. */
  readonly gates: readonly Timing[];
  /** A one-start fit in Node and in Chromium; none where it is not installed. */
  readonly browser: readonly Timing[];
  readonly bounds: Bounds;
}

/** How many times faster a one-start fit should be than a peer's. */
const TIMES_FASTER = {
  linear: { "scipy BFGS": 8, "numpy EM": 20 },
  tanh: { "scipy BFGS": 15, "numpy EM": 45 },
} as const;

const OURS = "ours, one start, nested";

function median(timings: readonly Timing[], name: string): number | undefined {
  return timings.find((timing) => timing.name === name)?.median;
}

function ratio(numerator: number | undefined, denominator: number | undefined): number | undefined {
  return numerator === undefined || denominator === undefined ? undefined : numerator / denominator;
}

/** What a prompt's passes, fits and growth are measured by; peers that are not here have no row. */
function promptTargets({ expert, n, passes, fits, growth, gates, browser, bounds }: PromptBench): readonly Target[] {
  const pass = median(passes, "WebAssembly, 1 thread");
  const at = (size: number): GrowthRow | undefined => growth.find((row) => row.n === size);
  const draw = at(1e5)?.draw;
  const one = ratio(pass, n * 1e-9);
  const ours = fits.find(({ name }) => name === OURS);
  const rows: readonly (readonly [string, number | undefined, number, boolean, string])[] = [
    [
      "two threads against one, a pass",
      ratio(pass, median(passes, "WebAssembly, 2 threads")),
      1.85,
      true,
      `two processes that share nothing: ${bounds.twoProcesses.toFixed(2)} x`,
    ],
    [
      "a softmax pass against a constant one",
      ratio(median(gates, "softmax gate"), median(gates, "constant gate")),
      2.5,
      false,
      "",
    ],
    [
      "Chromium against Node, a one-start fit",
      ratio(median(browser, "Chromium"), median(browser, "Node")),
      1.15,
      false,
      "",
    ],
    [
      "drawing an observation against a pass over it",
      ratio(draw, one),
      2,
      false,
      one === undefined
        ? ""
        : `its ${bounds.columns} columns of uniforms alone: ${((bounds.columns * bounds.uniform) / one).toFixed(2)} x`,
    ],
    [
      "draw and fit, an observation at n = 1e3 against 1e5",
      ratio(at(1e3)?.replicate, at(1e5)?.replicate),
      1.4,
      false,
      "",
    ],
    ...Object.entries(TIMES_FASTER[expert]).map(([peer, times]) => {
      const theirs = median(fits, peer);
      const bound =
        theirs === undefined || pass === undefined || ours === undefined
          ? ""
          : `ours is ${ours.iterations} passes, ${(ours.median / pass).toFixed(1)} of their time; asked: ${(theirs / times / pass).toFixed(1)}`;
      return [`${peer} against a one-start fit`, ratio(theirs, ours?.median), times, true, bound] as const;
    }),
  ];
  return rows.flatMap(([what, figure, target, atLeast, bound]) =>
    figure === undefined ? [] : [{ what: `${what}, ${expert}`, figure, unit: "x", target, atLeast, bound }],
  );
}

/** What whole studies and the theory are measured by. */
function jobTargets(
  studies: readonly StudyCost[],
  theory: readonly TheoryCost[],
  tanh: GrowthRow | undefined,
): readonly Target[] {
  // What the study's own passes and draws take at this run's cost of one, on one core.
  const boundOf = ({ work, seconds }: StudyCost): string => {
    if (tanh === undefined) return "";
    const [passes, draws] = [work.passes * tanh.pass * 1e-9, work.drawn * tanh.draw * 1e-9];
    return `passes ${passes.toFixed(0)} s and drawing ${draws.toFixed(0)} s of one core, of ${seconds.toFixed(0)} s`;
  };
  const uncertified = (certified: StudyCost): string => {
    const few = studies.find(({ kind, workers }) => kind === "two starts" && workers === certified.workers);
    if (few === undefined) return "";
    const lower = [...certified.maxima].filter(([key, maximum]) => (few.maxima.get(key) ?? 0) < maximum - 1e-5);
    return `; two starts, no certificate: ${few.seconds.toFixed(0)} s, ${lower.length} of ${certified.maxima.size} maxima lower`;
  };
  const cold = (workers: number): Target[] =>
    studies
      .filter((cost) => cost.kind === "cold" && cost.workers === workers)
      .map((cost) => ({
        what: `${cost.study}, ${workers} worker${workers === 1 ? "" : "s"}`,
        figure: cost.seconds,
        unit: "s",
        target: workers === 1 ? 15 : 8,
        atLeast: false,
        bound: boundOf(cost) + uncertified(cost),
      }));
  const many: Target[] = studies
    .filter((cost) => cost.kind === "one start" && cost.workers === 2)
    .map((cost) => ({
      what: "n x replications in ten minutes, 2 workers",
      figure: cost.perTenMinutes,
      unit: "observations",
      target: 4e9,
      atLeast: true,
      bound: boundOf(cost),
    }));
  const softmax = studies
    .filter(({ kind }) => kind === "softmax")
    .map(
      ({ study, seconds }): Target => ({
        what: study,
        figure: seconds,
        unit: "s",
        target: 60,
        atLeast: false,
        bound: "",
      }),
    );
  const jobs = theory.map(
    ({ job, seconds, target }): Target => ({
      what: job,
      figure: seconds,
      unit: "s",
      target,
      atLeast: false,
      bound: "",
    }),
  );
  return [...cold(2), ...cold(1), ...many, ...softmax, ...jobs];
}

/** Every target of this project that this run measured. */
export function targetsOf(
  prompts: readonly PromptBench[],
  studies: readonly StudyCost[],
  theory: readonly TheoryCost[],
): readonly Target[] {
  const tanh = prompts.find(({ expert }) => expert === "tanh")?.growth.find(({ n }) => n === 1e5);
  return [...prompts.flatMap(promptTargets), ...jobTargets(studies, theory, tanh)];
}

export function isMet({ figure, target, atLeast }: Target): boolean {
  return atLeast ? figure >= target : figure <= target;
}
