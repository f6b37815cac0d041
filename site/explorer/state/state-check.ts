import { type GateKind, inVectorOrder } from "../../../src/model/by-parameter";
import { type ParameterEntry, parameterVector } from "../../../src/model/parameters";
import { type Path, type PowerLaw, valueAt } from "../../../src/model/path";
import { log } from "../../../src/numerics/elementary";
import { rational } from "../../../src/numerics/rational";
import type { PowerLawJson } from "../../../src/study/design/path-json";
import { logSpaced } from "../../../src/study/design/scenario-path";
import { type Experiment, pathOfState } from "./experiment";
import { lawsOf } from "./gate-choice";
import { type LawPlace, lawPlaces } from "./laws";
import { type ExplorerState, LARGEST_DIMENSION, parameterNamesOf } from "./state";

/** What is wrong, and beside which control it is said. */
export interface Problem {
  /** Name of the control, as in "nu0" or "eta.1.exponent". */
  readonly field: string;
  readonly message: string;
}

/** What one sample may take in one of the page's several workers: half a gigabyte. */
export const MEMORY_LIMIT = 2 ** 29;

/** The largest sample that fits: (d + 3) * 8 bytes per observation. */
export function largestSize(dimension: number): number {
  return Math.floor(MEMORY_LIMIT / ((dimension + 3) * 8));
}

/** `notes` concern what is only looked at (one n, one x, the wanted error): the study can run all the same. */
export type Checked =
  | { readonly sound: true; readonly experiment: Experiment; readonly notes: readonly Problem[] }
  | { readonly sound: false; readonly problems: readonly Problem[]; readonly notes: readonly Problem[] };

function numberProblem(field: string, value: number, low: number, high: number, whole: boolean): readonly Problem[] {
  const fits = value >= low && value <= high && (!whole || Number.isInteger(value));
  const kind = whole ? "a whole number" : "a number";
  const it = Number.isNaN(value) ? "This" : String(value);
  return fits ? [] : [{ field, message: `${it} is not ${kind} from ${low} to ${high}.` }];
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
      message: `The exponent ${exponent} is above 2; paths here are slower.`,
    });
  }
  return problems;
}

function sizeProblem(state: ExplorerState, field: "from" | "to" | "n"): readonly Problem[] {
  const value = state[field];
  const largest = largestSize(state.dimension);
  if (value > largest && Number.isFinite(value)) {
    const gigabytes = ((value * (state.dimension + 3) * 8) / 2 ** 30).toPrecision(3);
    const message = `A sample of ${value} needs ${gigabytes} GiB; the page allows one half, n = ${largest}.`;
    return [{ field, message }];
  }
  return numberProblem(field, value, lawPlaces(state).length, largest, true);
}

function studyProblems(state: ExplorerState): readonly Problem[] {
  const problems: Problem[] = [
    ...numberProblem("replications", state.replications, 1, 5000, true),
    ...numberProblem("seed", state.seed, 0, 0xffffffff, true),
    ...numberProblem("count", state.count, 2, 20, true),
    ...sizeProblem(state, "from"),
    ...sizeProblem(state, "to"),
  ];
  if (problems.length > 0) return problems;
  if (state.from >= state.to) {
    return [{ field: "to", message: `The last size, ${state.to}, must be above the first, ${state.from}.` }];
  }
  const sizes = sizesOf(state);
  if (sizes.length === state.count) return [];
  const message = `Between ${state.from} and ${state.to} only ${sizes.length} sizes of three digits are that evenly spaced.`;
  return [{ field: "count", message }];
}

function modelProblems(state: ExplorerState): readonly Problem[] {
  const places = lawPlaces(state);
  const laws = inVectorOrder(lawsOf(state)).map((law, j) => [places[j], law] as const);
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
    ...laws.flatMap(([name, law]) => lawProblems(name, law)),
  ];
}

/** What is wrong with a parameter's value; empty where nothing is. */
function valueProblem({ group, bounds: [low, high] }: ParameterEntry, value: number): string {
  if (group === "lambda") {
    // At 0 and at 1 exactly there is no prompt, or nothing else: nothing can be estimated.
    return value > 0 && value < 1 ? "" : "a share must lie between 0 and 1, and at neither";
  }
  if (value >= low && value <= high) return "";
  if (group !== "nu") return `it is sought between ${low} and ${high}`;
  return value > 0 ? `a variance is sought between ${low} and ${high}` : "a variance must be positive";
}

/** Where the truth at n leaves the parameter space, or the box in which estimates are sought. */
function truthProblems(path: Path<GateKind>, places: readonly LawPlace[], n: number): readonly Problem[] {
  const entries = parameterVector(path.model);
  return inVectorOrder<PowerLaw>(path).flatMap((law, j) => {
    const value = valueAt(law, n);
    const what = valueProblem(entries[j], value);
    if (what === "") return [];
    const part = law.coefficient === 0 ? "limit" : "coefficient";
    return [{ field: `${places[j]}.${part}`, message: `At n = ${n} it is ${value.toPrecision(4)}: ${what}.` }];
  });
}

/** The sizes a state asks for, ascending, rounded to three significant digits. */
export function sizesOf({ from, to, count }: Pick<ExplorerState, "from" | "to" | "count">): readonly number[] {
  const spaced = logSpaced(log(from) / log(10), log(to) / log(10), count);
  return [...new Set(spaced.map(Math.round))].sort((a, b) => a - b);
}

/** The whole range of a state's sizes, as a window. */
export function wholeWindow(state: ExplorerState): readonly [number, number] {
  if (studyProblems(state).length > 0) return [state.from, state.to];
  const sizes = sizesOf(state);
  return [sizes[0], sizes[sizes.length - 1]];
}

function wantedNote({ wanted, parameter }: ExplorerState): readonly Problem[] {
  const most = parameter === "lambda" ? 1 : Number.POSITIVE_INFINITY;
  if (wanted > 0 && wanted < most) return [];
  const range = parameter === "lambda" ? "between 0 and 1, as every error of a share is" : "above 0";
  return [
    {
      field: "wanted",
      message: `${Number.isNaN(wanted) ? "This" : wanted} is no error to wish for; it must be ${range}.`,
    },
  ];
}

function viewNotes(state: ExplorerState, path: Path<GateKind> | undefined): readonly Problem[] {
  const n = sizeProblem(state, "n");
  const there = n.length === 0 && path ? truthProblems(path, lawPlaces(state), state.n) : [];
  const [low, high] = state.window;
  return [
    ...n,
    ...there.slice(0, 1).map(({ message }) => ({ field: "n", message: `The truth is none here. ${message}` })),
    ...numberProblem("at", state.at, -10, 10, false),
    ...wantedNote(state),
    ...(low > 0 && high > low
      ? []
      : [{ field: "window", message: `The window from ${low} to ${high} holds no sizes.` }]),
  ];
}

/** The path and the sizes of a state, or everything that is wrong with it, each beside its control. Never throws. */
export function checkState(state: ExplorerState): Checked {
  const model = modelProblems(state);
  // Without a dimension nothing can be said about sizes.
  if (model.some(({ field }) => field === "dimension")) return { sound: false, problems: model, notes: [] };
  const wrong = [...model, ...studyProblems(state)];
  if (model.length > 0) return { sound: false, problems: wrong, notes: viewNotes(state, undefined) };
  try {
    const path = pathOfState(state);
    const notes = viewNotes(state, path);
    if (wrong.length > 0) return { sound: false, problems: wrong, notes };
    const sizes = sizesOf(state);
    const problems = new Map(
      sizes
        .flatMap((n) => truthProblems(path, lawPlaces(state), n))
        .reverse()
        .map((one) => [one.field, one]),
    );
    if (problems.size > 0) return { sound: false, problems: [...problems.values()], notes };
    return { sound: true, experiment: { path, sizes }, notes };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { sound: false, problems: [{ field: "preset", message }], notes: [] };
  }
}

/** Index of the shown parameter in the parameter vector. */
export function parameterIndexOf(state: ExplorerState): number {
  return Math.max(0, parameterNamesOf(state).indexOf(state.parameter));
}
