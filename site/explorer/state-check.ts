import { InputError } from "../../src/input-error";
import { defaultBox, defineModel, toVector } from "../../src/model/contaminated-moe";
import { type Path, truthAt } from "../../src/model/path";
import { log } from "../../src/numerics/elementary";
import { rational } from "../../src/numerics/rational";
import type { PowerLawJson } from "../../src/study/path-json";
import { logSpaced, scenarioPath } from "../../src/study/scenarios";
import { type ExplorerState, LARGEST_DIMENSION, PRESETS, parameterNamesOf, presetState } from "./state";

/** What is wrong, and beside which control it is said. */
export interface Problem {
  /** Name of the control, as in "nu0" or "eta.1.exponent". */
  readonly field: string;
  readonly message: string;
}

/** A sample and its columns must fit beside the page: 2 GiB. */
export const MEMORY_LIMIT = 2 ** 31;

/** The largest sample that fits: (d + 3) * 8 bytes per observation. */
export function largestSize(dimension: number): number {
  return Math.floor(MEMORY_LIMIT / ((dimension + 3) * 8));
}

/** What the state describes, once it is sound. */
export interface Experiment {
  readonly path: Path;
  /** Ascending. */
  readonly sizes: readonly number[];
}

export type Checked =
  | { readonly sound: true; readonly experiment: Experiment }
  | { readonly sound: false; readonly problems: readonly Problem[] };

const PATH_FIELDS = [
  "density",
  "df",
  "law",
  "dimension",
  "frozen",
  "eta0",
  "nu0",
  "prompt",
  "lambda",
  "eta",
  "nu",
] as const;

/** Is the path still the preset's? Then its replicates are the published ones. */
export function isPreset(state: ExplorerState): boolean {
  if (!PRESETS.includes(state.preset)) return false;
  const original = presetState(state.preset);
  const part = (of: ExplorerState): string => JSON.stringify(PATH_FIELDS.map((field) => of[field]));
  return part(state) === part(original);
}

function numberProblem(field: string, value: number, low: number, high: number, whole: boolean): readonly Problem[] {
  const fits = Number.isFinite(value) && value >= low && value <= high && (!whole || Number.isInteger(value));
  const kind = whole ? "a whole number" : "a number";
  return fits
    ? []
    : [{ field, message: `${Number.isNaN(value) ? "This" : value} is not ${kind} from ${low} to ${high}.` }];
}

function lawProblems(field: string, { limit, coefficient, exponent }: PowerLawJson): readonly Problem[] {
  const problems: Problem[] = [];
  if (!Number.isFinite(limit)) problems.push({ field: `${field}.limit`, message: "The limit is not a number." });
  if (!Number.isFinite(coefficient)) {
    problems.push({ field: `${field}.coefficient`, message: "The coefficient is not a number." });
  }
  if (!/^\d{1,6}(\/[1-9]\d{0,5}|\.\d{1,9})?$/.test(exponent)) {
    const message = `"${exponent.slice(0, 20)}" is no exponent; write it as 1/16, 0.125 or 0.`;
    problems.push({ field: `${field}.exponent`, message });
  } else if (rational(exponent).valueOf() > 2) {
    problems.push({
      field: `${field}.exponent`,
      message: `The exponent ${exponent} is above 2; the paths here are slower.`,
    });
  }
  return problems;
}

function studyProblems(state: ExplorerState): readonly Problem[] {
  const problems: Problem[] = [
    ...numberProblem("replications", state.replications, 1, 5000, true),
    ...numberProblem("seed", state.seed, 0, 0xffffffff, true),
    ...numberProblem("count", state.count, 2, 20, true),
  ];
  const smallest = state.eta.length + 2;
  const largest = largestSize(state.dimension);
  for (const field of ["from", "to", "n"] as const) {
    const value = state[field];
    if (value > largest && Number.isFinite(value)) {
      const gigabytes = ((value * (state.dimension + 3) * 8) / 2 ** 30).toPrecision(3);
      const message = `A sample of ${value} needs ${gigabytes} GiB; at most ${largest} fit into 2 GiB.`;
      problems.push({ field, message });
    } else problems.push(...numberProblem(field, value, smallest, largest, true));
  }
  if (problems.length === 0 && state.from >= state.to) {
    problems.push({ field: "to", message: `The last size, ${state.to}, must be above the first, ${state.from}.` });
  }
  return problems;
}

function fieldProblems(state: ExplorerState): readonly Problem[] {
  const laws = [["lambda", state.lambda], ...state.eta.map((law, j) => [`eta.${j}`, law]), ["nu", state.nu]] as const;
  const df = state.density === "student-t" && !(state.df > 2 && Number.isFinite(state.df));
  return [
    ...(df
      ? [{ field: "df", message: `${state.df} degrees of freedom have no variance; more than 2 are needed.` }]
      : []),
    ...numberProblem("dimension", state.dimension, 1, LARGEST_DIMENSION, true),
    ...state.eta0.flatMap((value, j) => numberProblem(`eta0.${j}`, value, -1e6, 1e6, false)),
    ...(state.nu0 > 0 && state.nu0 <= 1e6
      ? []
      : [{ field: "nu0", message: `${state.nu0} is no variance; it must be above 0 and at most 1000000.` }]),
    ...laws.flatMap(([name, law]) => lawProblems(name as string, law as PowerLawJson)),
    ...(state.window[0] > 0 && state.window[1] > state.window[0]
      ? []
      : [{ field: "window", message: `The window from ${state.window[0]} to ${state.window[1]} holds no sizes.` }]),
    ...numberProblem("at", state.at, -10, 10, false),
    ...(state.wanted > 0 && Number.isFinite(state.wanted)
      ? []
      : [{ field: "wanted", message: `${state.wanted} is no error; it must be above 0.` }]),
    ...studyProblems(state),
  ];
}

/** Where the truth leaves the parameter space, or the box in which estimates are sought, at the given sizes. */
function truthProblems(path: Path, sizes: readonly number[]): readonly Problem[] {
  const { box } = path.model;
  const intervals = [box.lambda, ...box.eta, box.nu];
  const fields = ["lambda", ...box.eta.map((_, j) => `eta.${j}`), "nu"];
  const problems = new Map<string, string>();
  for (const n of sizes) {
    const value = (field: string): number | undefined => {
      const law = field === "lambda" ? path.lambda : field === "nu" ? path.nu : undefined;
      return law && law.limit + law.coefficient * n ** -law.exponent.valueOf();
    };
    try {
      toVector(truthAt(path, n)).forEach((truth, j) => {
        const [low, high] = intervals[j];
        if (truth >= low && truth <= high) return;
        const message = `At n = ${n} it is ${truth.toPrecision(4)}, outside of [${low}, ${high}], where it is estimated.`;
        if (!problems.has(fields[j])) problems.set(fields[j], message);
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const lambda = value("lambda") ?? 0.5;
      const field = lambda >= 0 && lambda <= 1 ? "nu" : "lambda";
      const what = field === "nu" ? "a variance must be positive" : "a share must lie between 0 and 1";
      if (!problems.has(field)) problems.set(field, `At n = ${n} it is ${value(field)?.toPrecision(4)}: ${what}.`);
    }
  }
  return [...problems].map(([field, message]) => ({ field: `${field}.coefficient`, message }));
}

/** The path of a state whose fields are sound. A preset's is the published one; others are "own/explorer". */
function pathOfState(state: ExplorerState): Path {
  if (isPreset(state)) return scenarioPath(state.preset).path;
  const { nu0 } = state;
  const law = ({ limit, coefficient, exponent }: PowerLawJson) => ({
    limit,
    coefficient,
    exponent: rational(exponent),
  });
  return {
    id: "own/explorer",
    title: "own path",
    model: defineModel({
      covariates: { law: state.law, dimension: state.dimension },
      pretrained: {
        density: state.density === "student-t" ? { kind: "student-t", df: state.df } : { kind: state.density },
        expert: { kind: "activation", ...state.frozen },
        eta: state.eta0,
        nu: nu0,
      },
      prompt: { expert: { kind: "activation", ...state.prompt } },
      // As the scenarios': nu is sought within a factor of 100 of the frozen variance.
      box: { ...defaultBox(state.eta.length), nu: [nu0 / 100, nu0 * 100] },
    }),
    lambda: law(state.lambda),
    eta: state.eta.map(law),
    nu: law(state.nu),
  };
}

/** The sizes a state asks for, ascending, rounded to three significant digits. */
export function sizesOf({ from, to, count }: Pick<ExplorerState, "from" | "to" | "count">): readonly number[] {
  const spaced = logSpaced(log(from) / log(10), log(to) / log(10), count);
  return [...new Set(spaced.map(Math.round))].sort((a, b) => a - b);
}

/** The path and the sizes of a state, or everything that is wrong with it, each beside its control. Never throws. */
export function checkState(state: ExplorerState): Checked {
  const wrong = fieldProblems(state);
  if (wrong.length > 0) return { sound: false, problems: wrong };
  const sizes = sizesOf(state);
  try {
    const path = pathOfState(state);
    const problems = truthProblems(path, [...sizes, state.n]);
    if (problems.length > 0) return { sound: false, problems };
    return { sound: true, experiment: { path, sizes } };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { sound: false, problems: [{ field: "preset", message }] };
  }
}

/** Its index in the parameter vector. */
export function parameterIndexOf(state: ExplorerState): number {
  return Math.max(0, parameterNamesOf(state).indexOf(state.parameter));
}
