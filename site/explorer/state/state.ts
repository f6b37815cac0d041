import type { Activation } from "../../../src/model/activation";
import type { GateKind } from "../../../src/model/by-parameter";
import type { ContaminatedMoe } from "../../../src/model/contaminated-moe";
import { parameterNames } from "../../../src/model/expert";
import { gateNames, vectorNames } from "../../../src/model/parameters";
import { NAMED_PATHS, namedPath } from "../../../src/study/design/named-paths";
import { type PowerLawJson, toPathJson } from "../../../src/study/design/path-json";
import { type LawHolder, lawHolder, stillLaw, withSlopes } from "./gate-choice";

/** The expert of a prompt or a frozen model, as the controls hold it. */
export interface ExpertChoice {
  readonly activation: Activation;
  readonly bias: boolean;
}

/**
 * Everything the explorer shows is a function of this: the model, how its truth moves with n, the study, and what is
 * looked at. A link holds it whole. The numbers are as typed, checked by state-check.ts and not before. Its parameters are
 * laws: limit + coefficient n^(-exponent).
 */
export interface ExplorerState extends LawHolder {
  /** Id of the named path it started from, as in "L/resonant". */
  readonly preset: string;
  readonly density: "gaussian" | "laplace" | "student-t";
  /** Degrees of freedom of the student-t density. */
  readonly df: number;
  readonly law: "uniform" | "normal";
  readonly dimension: number;
  readonly frozen: ExpertChoice;
  readonly eta0: readonly number[];
  readonly nu0: number;
  readonly prompt: ExpertChoice;
  /** The study: `count` sizes between `from` and `to`, evenly spaced in log n. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly replications: number;
  readonly seed: number;
  readonly start: "cold" | "warm" | "both";
  /** n of the density, the sample and the single replicate. */
  readonly n: number;
  /** The covariate value at which the conditional density is shown. */
  readonly at: number;
  /** The parameter in the log-log panel, by name. */
  readonly parameter: string;
  /** Sizes between which slopes are measured, inclusive. */
  readonly window: readonly [number, number];
  /** Predictions and slopes stay hidden until a guess is committed. */
  readonly guessing: boolean;
  /** The committed guess of the parameter's exponent. */
  readonly guess: number | null;
  /** The planner's wanted error of the parameter. */
  readonly wanted: number;
  /** The study was started: a link with it starts the study again. */
  readonly ran: boolean;
}

/** Seed of the published records: a preset's replicates are theirs, to the bit. */
export const PUBLISHED_SEED = 20250503;
/** More covariates than any scenario has, and few enough for a page. */
export const LARGEST_DIMENSION = 16;
const FINDING = "L/resonant";

function expertChoice(expert: ContaminatedMoe<GateKind>["prompt"]["expert"]): ExpertChoice {
  if (expert.kind === "custom") throw new RangeError("Presets have activation experts.");
  return { activation: expert.activation, bias: expert.bias };
}

/** The state that shows a named path: its published sizes up to 1e5, 50 replications. @throws for unknown ids. */
export function presetState(id: string): ExplorerState {
  const { path, sizes } = namedPath(id);
  const json = toPathJson(path);
  const { pretrained, covariates, prompt } = path.model;
  if (pretrained.density.kind === "custom") throw new RangeError("Presets have built-in densities.");
  if (covariates.law === "rows") throw new RangeError("Presets have a law of x.");
  const shown = sizes.filter((n) => n <= 1e5);
  const [parameter] = vectorNames(path.model);
  return {
    preset: id,
    density: pretrained.density.kind,
    df: pretrained.density.kind === "student-t" ? pretrained.density.df : 5,
    law: covariates.law,
    dimension: covariates.dimension,
    frozen: expertChoice(pretrained.expert),
    eta0: pretrained.eta,
    nu0: pretrained.nu,
    prompt: expertChoice(prompt.expert),
    ...lawHolder(json),
    from: shown[0],
    to: shown[shown.length - 1],
    count: shown.length,
    replications: 50,
    seed: PUBLISHED_SEED,
    start: "cold",
    n: 10_000,
    at: 1,
    parameter,
    window: [shown[0], shown[shown.length - 1]],
    guessing: false,
    guess: null,
    wanted: 0.1,
    ran: false,
  };
}

export const PRESETS: readonly string[] = NAMED_PATHS.map(({ id }) => id);
/** The finding this workbook leads with: bias and variance merging in resonance attain the slow guarantee. */
export const DEFAULT_STATE: ExplorerState = presetState(FINDING);

/** The names of an eta of this length, with a bias or without. */
export function etaNames(length: number, bias: boolean): readonly string[] {
  return parameterNames({ kind: "activation", activation: "identity", bias }, length - (bias ? 1 : 0));
}

/** The names of the parameters in the order of the model's vector: the gate's first, nu last. */
export function parameterNamesOf({
  gate,
  eta,
  prompt,
}: Pick<ExplorerState, "gate" | "eta" | "prompt">): readonly string[] {
  const slopes = gate.kind === "softmax" ? gate.beta.length : 0;
  return [...gateNames(gate.kind, slopes), ...etaNames(eta.length, prompt.bias), "nu"];
}

/** The shown parameter where the state has it, else the first. */
export function shownParameter(state: ExplorerState): string {
  const names = parameterNamesOf(state);
  return names.includes(state.parameter) ? state.parameter : names[0];
}

function resized<T>(
  values: readonly T[],
  slopes: number,
  bias: boolean,
  hadBias: boolean,
  slope: T,
  none: T,
): readonly T[] {
  const before = hadBias ? values.slice(0, -1) : values;
  const kept = Array.from({ length: slopes }, (_, j) => before[j] ?? slope);
  return bias ? [...kept, hadBias ? (values[values.length - 1] ?? none) : none] : kept;
}

/**
 * The state with lengths of eta0, eta and beta that fit its experts and dimension, where those were changed without the
 * lists; new slopes are 1/2, a new bias and a new slope of the gate are 0. Lists that come with the change are left alone.
 */
export function fitLengths(state: ExplorerState, before: ExplorerState): ExplorerState {
  const [half, zero] = [stillLaw(0.5), stillLaw(0)];
  const { dimension, frozen, prompt } = state;
  // A dimension that is none is said beside its field; until it is mended, the lists stay.
  if (!(Number.isInteger(dimension) && dimension >= 1 && dimension <= LARGEST_DIMENSION)) return state;
  const eta0 =
    state.eta0 === before.eta0 ? resized(state.eta0, dimension, frozen.bias, before.frozen.bias, 0.5, 0) : state.eta0;
  const eta =
    state.eta === before.eta ? resized(state.eta, dimension, prompt.bias, before.prompt.bias, half, zero) : state.eta;
  const gate = state.gate === before.gate ? withSlopes(state.gate, dimension) : state.gate;
  const fitted = { ...state, gate, eta0, eta };
  return { ...fitted, parameter: shownParameter(fitted) };
}

/** The state with another frozen value; a law that ended in the old one ends in the new one: what merges, still merges. */
export function withFrozen(state: ExplorerState, eta0: readonly number[], nu0: number): Partial<ExplorerState> {
  const follow = (law: PowerLawJson, before: number | undefined, now: number | undefined): PowerLawJson =>
    // Object.is: a field that is empty for a moment (NaN) is still followed.
    now !== undefined && Object.is(law.limit, before) ? { ...law, limit: now } : law;
  return {
    eta0,
    nu0,
    eta: state.eta.map((law, j) => follow(law, state.eta0[j], eta0[j])),
    nu: follow(state.nu, state.nu0, nu0),
  };
}
