import { exp, log } from "../../numerics/elementary";
import { RandomStream } from "../../numerics/random-stream";
import { rational } from "../../numerics/rational";
import { type Estimated, rootMeanSquaredError } from "../../study/measures/monte-carlo-error";
import type { CellSummary, ParameterSummary, Summary } from "../../study/measures/summary";
import { judge, type ParameterVerdict } from "./verdict";

/** The size of the studies on which the rule is tried. */
export interface SimulatedDesign {
  readonly sizes: readonly number[];
  readonly replications: number;
}

/** Standardised errors of the replicates: variance 1, light or heavy tails. */
export type ErrorLaw = "normal" | "Laplace";

/**
 * What is true of a simulated study, beside what its theorem says. The curve ends at 1/4; the true errors have standard
 * deviation level (n / n_1)^drift times the curve. The theorem promises 1/4 + lie, and states that as sharp.
 */
export interface Situation {
  readonly name: string;
  readonly lie: number;
  readonly drift: number;
  readonly level: number;
  readonly errors: ErrorLaw;
}

/** Shares of the answers to one question. */
export type Rates = Readonly<Record<"yes" | "partly" | "no" | "cannot tell", number>>;

export interface CalibrationRow extends Situation {
  readonly consistent: Rates;
  readonly tight: Rates;
  readonly agreement: Rates;
  readonly sharpness: Rates;
  /** Share of the studies in which some parameter's answer to "consistent?" is no. */
  readonly anyInconsistent: number;
  /** Mean of the smallest false promise that the studies say they catch. */
  readonly detectable: number;
}

/** Parameters of a simulated study, as many as the published paths with one covariate have. */
export const SIMULATED_PARAMETERS = ["lambda", "a", "b", "nu"] as const;

/** The exponent at which the simulated curve ends. */
export const SIMULATED_LIMIT = 0.25;

/** n^-1/4 (1 + 8 n^-0.4): a local exponent of 0.33 at n = 1000, as drifting as those of the named paths. */
function simulatedCurve(n: number): number {
  return exp(-SIMULATED_LIMIT * log(n)) * (1 + 8 * exp(-0.4 * log(n)));
}

/** Fills `out` with independent errors of variance 1. */
function standardErrors(law: ErrorLaw, stream: RandomStream, column: number, out: Float64Array): void {
  if (law === "normal") {
    stream.normals(column, out);
    return;
  }
  stream.uniforms(column, out);
  // The quantile function of the Laplace law with scale sqrt(1/2).
  for (let i = 0; i < out.length; i++) {
    const u = out[i];
    out[i] = Math.SQRT1_2 * (u < 0.5 ? log(2 * u) : -log(2 - 2 * u));
  }
}

/** RMSE over its true value with its MCSE, by size and parameter, of one study. */
function relativeErrors(
  { sizes, replications }: SimulatedDesign,
  law: ErrorLaw,
  seed: number,
  study: number,
): readonly (readonly Estimated[])[] {
  const errors = new Float64Array(replications);
  return sizes.map((n) => {
    const stream = new RandomStream({ seed, path: `calibration/${law}`, n, replicate: study });
    return SIMULATED_PARAMETERS.map((_, j) => {
      standardErrors(law, stream, j, errors);
      return rootMeanSquaredError(errors);
    });
  });
}

/** The summary of a study whose errors have standard deviation `deviation(n)`, a multiple of the curve. */
function summaryOf(
  { sizes, replications }: SimulatedDesign,
  relative: readonly (readonly Estimated[])[],
  efficiency: (n: number) => number,
): Summary {
  const zero = { value: 0, mcse: null };
  const cells = sizes.map((n, k): CellSummary => {
    const curve = simulatedCurve(n);
    const times = ({ value, mcse }: Estimated, by: number): Estimated => ({
      value: by * value,
      mcse: mcse === null ? null : by * mcse,
    });
    const parameters = SIMULATED_PARAMETERS.map((name, j): ParameterSummary => {
      const ratio = times(relative[k][j], efficiency(n));
      return { name, truth: 0, bias: zero, rmse: times(ratio, curve), mae: zero, curve, efficiency: ratio };
    });
    const counts = {
      records: replications,
      failures: 0,
      notConverged: 0,
      atBound: 0,
      spikes: 0,
      uncertified: 0,
      reasons: {},
    };
    return { n, ...counts, secondsPerFit: 0, passesPerFit: null, parameters };
  });
  const totals = {
    records: sizes.length * replications,
    failures: 0,
    notConverged: 0,
    atBound: 0,
    spikes: 0,
    uncertified: 0,
    seconds: 0,
  };
  return { path: "", title: "", replications, parameters: SIMULATED_PARAMETERS, cells, ...totals };
}

function judged(summary: Summary, lie: number): readonly ParameterVerdict[] {
  const promised = { known: true, value: rational(SIMULATED_LIMIT).add(rational(lie)) } as const;
  const pair = { guaranteed: promised, sharp: promised };
  const limit = { value: SIMULATED_LIMIT, uncertainty: 0 };
  return judge(
    summary,
    SIMULATED_PARAMETERS.map(() => pair),
    SIMULATED_PARAMETERS.map(() => limit),
  );
}

/**
 * How often the rule gives each answer in each situation, over `studies` simulated studies per situation (parameters are
 * independent, so rates rest on four times as many verdicts). All situations see the same random numbers.
 */
export function calibrate(
  design: SimulatedDesign,
  situations: readonly Situation[],
  studies: number,
  seed: number,
): readonly CalibrationRow[] {
  const tallies = situations.map(() => new Tally());
  for (let study = 0; study < studies; study++) {
    const drawn = new Map<ErrorLaw, readonly (readonly Estimated[])[]>();
    situations.forEach(({ errors, lie, drift, level }, s) => {
      const relative = drawn.get(errors) ?? relativeErrors(design, errors, seed, study);
      drawn.set(errors, relative);
      const efficiency = (n: number): number => level * exp(drift * log(n / design.sizes[0]));
      tallies[s].add(judged(summaryOf(design, relative, efficiency), lie));
    });
  }
  return situations.map((situation, s) => ({ ...situation, ...tallies[s].rates() }));
}

const QUESTIONS = ["consistent", "tight", "agreement", "sharpness"] as const;

/** Answers counted over the studies of one situation. */
class Tally {
  private readonly counts = QUESTIONS.map(() => ({ yes: 0, partly: 0, no: 0, "cannot tell": 0 }));
  private verdicts = 0;
  private studies = 0;
  private inconsistent = 0;
  private detectable = 0;

  add(verdicts: readonly ParameterVerdict[]): void {
    for (const verdict of verdicts) {
      QUESTIONS.forEach((question, q) => {
        this.counts[q][verdict[question].answer]++;
      });
      this.detectable += verdict.detectable?.promise ?? 0;
    }
    this.verdicts += verdicts.length;
    this.studies++;
    if (verdicts.some(({ consistent }) => consistent.answer === "no")) this.inconsistent++;
  }

  rates(): Omit<CalibrationRow, keyof Situation> {
    const [consistent, tight, agreement, sharpness] = this.counts.map(
      (count): Rates => ({
        yes: count.yes / this.verdicts,
        partly: count.partly / this.verdicts,
        no: count.no / this.verdicts,
        "cannot tell": count["cannot tell"] / this.verdicts,
      }),
    );
    const anyInconsistent = this.inconsistent / this.studies;
    return { consistent, tight, agreement, sharpness, anyInconsistent, detectable: this.detectable / this.verdicts };
  }
}
