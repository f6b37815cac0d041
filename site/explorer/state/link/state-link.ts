import type { GateKind } from "../../../../src/model/by-parameter";
import { type GateChoice, otherGate, withSlopes } from "../gate-choice";
import { DEFAULT_STATE, type ExplorerState, PRESETS, presetState, shownParameter } from "../state";
import { type Problem, wholeWindow } from "../state-check";
import { type Codec, expert, flag, guess, law, list, number, pair, Unreadable, word } from "./codecs";

/** What a link says, and what of it could not be read: those fields keep the preset's values. */
export interface ReadLink {
  readonly state: ExplorerState;
  readonly problems: readonly Problem[];
}

const LONGEST = 8000;
const DENSITIES = ["gaussian", "laplace", "student-t"] as const;
const LAWS = ["uniform", "normal"] as const;
const STARTS = ["cold", "warm", "both"] as const;
const GATES = ["constant", "softmax"] as const;

type PlainField = Exclude<keyof ExplorerState, "preset" | "gate">;

/** Every field but the preset and the gate, with its codec. */
const CODECS: { readonly [Field in PlainField]: Codec<ExplorerState[Field]> } = {
  density: word(DENSITIES),
  df: number,
  law: word(LAWS),
  dimension: number,
  frozen: expert,
  eta0: list(number),
  nu0: number,
  prompt: expert,
  eta: list(law),
  nu: law,
  from: number,
  to: number,
  count: number,
  replications: number,
  seed: number,
  start: word(STARTS),
  n: number,
  at: number,
  parameter: { write: (value) => value, read: (text) => text },
  window: pair,
  guessing: flag,
  guess,
  wanted: number,
  ran: flag,
};

/** The gate's fields: its kind, and the laws of either kind. */
const GATE_FIELDS = ["gate", "lambda", "tau", "beta"] as const;
type GateField = (typeof GATE_FIELDS)[number];
type Field = PlainField | GateField;

/** In the order in which a link has them. */
const FIELDS: readonly Field[] = (Object.keys(CODECS) as PlainField[]).flatMap((field) =>
  field === "eta" ? [...GATE_FIELDS, field] : [field],
);
const isGateField = (field: Field): field is GateField => GATE_FIELDS.some((one) => one === field);
const slopes = list(law);

/** undefined where the gate has no such law. */
function writtenGate(field: GateField, gate: GateChoice): string | undefined {
  if (field === "gate") return gate.kind;
  if (gate.kind === "constant") return field === "lambda" ? law.write(gate.lambda) : undefined;
  if (field === "tau") return law.write(gate.tau);
  return field === "beta" ? slopes.write(gate.beta) : undefined;
}

/** The gate with what a link says of it; its kind was read before. @throws Unreadable for a law of the other kind */
function readGate(field: GateField, text: string, gate: GateChoice): GateChoice {
  if (field === "gate") {
    word(GATES).read(text);
    return gate;
  }
  if (gate.kind === "constant") {
    if (field === "lambda") return { ...gate, lambda: law.read(text) };
    throw new Unreadable("lambda: this gate is constant");
  }
  if (field === "tau") return { ...gate, tau: law.read(text) };
  if (field === "beta") return { ...gate, beta: slopes.read(text) };
  throw new Unreadable("tau and beta: this is a softmax gate");
}

function written(field: Field, state: ExplorerState): string | undefined {
  if (isGateField(field)) return writtenGate(field, state.gate);
  const write = <F extends PlainField>(plain: F): string => CODECS[plain].write(state[plain]);
  return write(field);
}

/** The preset below a gate of this kind: what a link says the differences from. */
function originalOf(preset: string, kind: GateKind): ExplorerState {
  const before = presetState(preset);
  const state = { ...before, gate: otherGate(before.gate, kind, before.dimension, before.from) };
  return { ...state, parameter: shownParameter(state) };
}

/** The fragment of a link: the preset, and the fields in which the state differs from it. */
export function writeLink(state: ExplorerState): string {
  const preset = presetState(state.preset);
  // A window over all sizes goes without saying, and so does the kind of gate that the preset has.
  const original = { ...originalOf(state.preset, state.gate.kind), window: wholeWindow(state) };
  const query = new URLSearchParams({ preset: state.preset });
  for (const field of FIELDS) {
    const text = written(field, state);
    const before = field === "gate" ? preset.gate.kind : written(field, original);
    if (text !== undefined && text !== before) query.set(field, text);
  }
  // These are safe in a fragment, and a link should be readable.
  return `#${query.toString().replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%2C/g, ",")}`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/** Reads a fragment. Whatever it holds, a state comes back: what cannot be read is said and left as the preset has it. */
export function readLink(fragment: string): ReadLink {
  const text = fragment.replace(/^#/, "");
  if (text === "") return { state: DEFAULT_STATE, problems: [] };
  const tooLong = {
    field: "preset",
    message: `The link is ${text.length} characters long; no state needs ${LONGEST}.`,
  };
  if (text.length > LONGEST) return { state: DEFAULT_STATE, problems: [tooLong] };
  const query = new URLSearchParams(text);
  const problems: Problem[] = [];
  const preset = query.get("preset") ?? DEFAULT_STATE.preset;
  const known = PRESETS.includes(preset);
  if (!known) problems.push({ field: "preset", message: `The link names "${short(preset)}", which is no preset.` });
  const base = presetState(known ? preset : DEFAULT_STATE.preset);
  const original = originalOf(base.preset, GATES.find((kind) => kind === query.get("gate")) ?? base.gate.kind);
  let state: ExplorerState = original;
  const readField = (field: Field, value: string): void => {
    try {
      state = isGateField(field)
        ? { ...state, gate: readGate(field, value, state.gate) }
        : { ...state, [field]: CODECS[field].read(value) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push({ field, message: `The link says ${field}=${short(value)}; expected ${error.message}.` });
    }
  };
  const seen = new Set<string>();
  for (const [key, value] of query) {
    if (seen.has(key)) {
      const field = FIELDS.find((name) => name === key) ?? "preset";
      problems.push({ field, message: `The link says ${short(key)} more than once; the first counts.` });
      continue;
    }
    seen.add(key);
    const field = FIELDS.find((name) => name === key);
    if (field !== undefined) readField(field, value);
    else if (key !== "preset")
      problems.push({ field: "preset", message: `The link has an unknown field "${short(key)}".` });
  }
  const fitted = withKnownParameter(withFittingSlopes(withFittingLists(state, problems), original, problems), problems);
  return { state: query.has("window") ? fitted : { ...fitted, window: wholeWindow(fitted) }, problems };
}

/** Lists of the wrong length make the model unusable as a whole: then the preset's model is kept. */
function withFittingLists(state: ExplorerState, problems: Problem[]): ExplorerState {
  const { dimension, frozen, prompt, eta0, eta } = state;
  const back = presetState(state.preset);
  const expected = [dimension + (frozen.bias ? 1 : 0), dimension + (prompt.bias ? 1 : 0)];
  if (eta0.length === expected[0] && eta.length === expected[1]) return state;
  const message = `The link's eta0 and eta have ${eta0.length} and ${eta.length} entries; these experts need ${expected.join(" and ")}. The preset's are kept.`;
  problems.push({ field: "dimension", message });
  return {
    ...state,
    dimension: back.dimension,
    frozen: back.frozen,
    prompt: back.prompt,
    eta0: back.eta0,
    eta: back.eta,
  };
}

/** A gate whose slopes are not one per covariate has the preset's, and zeros beyond them. */
function withFittingSlopes(state: ExplorerState, { gate: back }: ExplorerState, problems: Problem[]): ExplorerState {
  const { gate, dimension } = state;
  if (gate.kind === "constant" || gate.beta.length === dimension) return state;
  const entries = gate.beta.length === 1 ? "1 entry" : `${gate.beta.length} entries`;
  const message = `The link's beta has ${entries}; the softmax gate has one per covariate, ${dimension}. The preset's slopes are kept.`;
  problems.push({ field: "gate", message });
  const kept = withSlopes(back, dimension);
  return { ...state, gate: kept.kind === "softmax" ? { ...gate, beta: kept.beta } : gate };
}

function withKnownParameter(state: ExplorerState, problems: Problem[]): ExplorerState {
  const parameter = shownParameter(state);
  if (parameter === state.parameter) return state;
  problems.push({
    field: "parameter",
    message: `The link shows "${short(state.parameter)}", which this model has not.`,
  });
  return { ...state, parameter };
}
