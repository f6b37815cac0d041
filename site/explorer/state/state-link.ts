import { ACTIVATIONS } from "../../../src/model/activation";
import type { PowerLawJson } from "../../../src/study/design/path-json";
import {
  DEFAULT_STATE,
  type ExpertChoice,
  type ExplorerState,
  LARGEST_DIMENSION,
  PRESETS,
  parameterNamesOf,
  presetState,
} from "./state";
import { type Problem, wholeWindow } from "./state-check";

/** What a link says, and what of it could not be read: those fields keep the preset's values. */
export interface ReadLink {
  readonly state: ExplorerState;
  readonly problems: readonly Problem[];
}

const LONGEST = 8000;
const DENSITIES = ["gaussian", "laplace", "student-t"] as const;
const LAWS = ["uniform", "normal"] as const;
const STARTS = ["cold", "warm", "both"] as const;

class Unreadable extends Error {}

/** How one field is written into a link and read from it; `read` throws Unreadable with what it expects. */
interface Codec<T> {
  readonly write: (value: T) => string;
  readonly read: (text: string) => T;
}

const number: Codec<number> = {
  write: String,
  read: (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) throw new Unreadable("a number");
    return value;
  },
};

const flag: Codec<boolean> = {
  write: (value) => (value ? "1" : "0"),
  read: (text) => {
    if (text !== "0" && text !== "1") throw new Unreadable("0 or 1");
    return text === "1";
  },
};

function word<const W extends string>(words: readonly W[]): Codec<W> {
  return {
    write: (value) => value,
    read: (text) => {
      const found = words.find((one) => one === text);
      if (found === undefined) throw new Unreadable(`one of ${words.join(", ")}`);
      return found;
    },
  };
}

function list<T>(one: Codec<T>, longest = LARGEST_DIMENSION + 1): Codec<readonly T[]> {
  return {
    write: (values) => values.map(one.write).join(","),
    read: (text) => {
      const parts = text === "" ? [] : text.split(",");
      if (parts.length > longest) throw new Unreadable(`at most ${longest} entries`);
      return parts.map(one.read);
    },
  };
}

/** "limit:coefficient:exponent". */
const law: Codec<PowerLawJson> = {
  write: ({ limit, coefficient, exponent }) => `${limit}:${coefficient}:${exponent}`,
  read: (text) => {
    const [limit, coefficient, exponent, ...rest] = text.split(":");
    if (exponent === undefined || rest.length > 0 || !/^[\d./]{1,16}$/.test(exponent)) {
      throw new Unreadable("limit:coefficient:exponent, as in 1:3.5:1/16");
    }
    return { limit: number.read(limit), coefficient: number.read(coefficient), exponent };
  },
};

/** "tanh" with a bias, "tanh-" without. */
const expert: Codec<ExpertChoice> = {
  write: ({ activation, bias }) => `${activation}${bias ? "" : "-"}`,
  read: (text) => ({ activation: word(ACTIVATIONS).read(text.replace(/-$/, "")), bias: !text.endsWith("-") }),
};

const pair: Codec<readonly [number, number]> = {
  write: ([low, high]) => `${low}:${high}`,
  read: (text) => {
    const [low, high, ...rest] = text.split(":");
    if (high === undefined || rest.length > 0) throw new Unreadable("low:high");
    return [number.read(low), number.read(high)];
  },
};

/** The largest exponent that can be guessed. */
export const LARGEST_GUESS = 2;

const guess: Codec<number | null> = {
  write: (value) => (value === null ? "none" : number.write(value)),
  read: (text) => {
    if (text === "none") return null;
    const value = number.read(text);
    if (!(value >= 0 && value <= LARGEST_GUESS))
      throw new Unreadable(`an exponent from 0 to ${LARGEST_GUESS}, or none`);
    return value;
  },
};

/** Every field but the preset, with its codec. */
const CODECS: { readonly [Field in Exclude<keyof ExplorerState, "preset">]: Codec<ExplorerState[Field]> } = {
  density: word(DENSITIES),
  df: number,
  law: word(LAWS),
  dimension: number,
  frozen: expert,
  eta0: list(number),
  nu0: number,
  prompt: expert,
  lambda: law,
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
type Field = keyof typeof CODECS;
const FIELDS = Object.keys(CODECS) as readonly Field[];

function written<F extends Field>(field: F, state: ExplorerState): string {
  return CODECS[field].write(state[field]);
}

/** The fragment of a link: the preset, and the fields in which the state differs from it. */
export function writeLink(state: ExplorerState): string {
  // A window over all sizes goes without saying.
  const original = { ...presetState(state.preset), window: wholeWindow(state) };
  const query = new URLSearchParams({ preset: state.preset });
  for (const field of FIELDS) {
    const text = written(field, state);
    if (text !== written(field, original)) query.set(field, text);
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
  let state: ExplorerState = presetState(known ? preset : DEFAULT_STATE.preset);
  const readField = <F extends Field>(field: F, value: string): void => {
    try {
      state = { ...state, [field]: CODECS[field].read(value) };
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
  const fitted = withFittingLists(state, problems);
  return { state: query.has("window") ? fitted : { ...fitted, window: wholeWindow(fitted) }, problems };
}

/** Lists of the wrong length make the model unusable as a whole: then the preset's model is kept. */
function withFittingLists(state: ExplorerState, problems: Problem[]): ExplorerState {
  const { dimension, frozen, prompt, eta0, eta } = state;
  const back = presetState(state.preset);
  const kept = {
    ...state,
    dimension: back.dimension,
    frozen: back.frozen,
    prompt: back.prompt,
    eta0: back.eta0,
    eta: back.eta,
  };
  const expected = [dimension + (frozen.bias ? 1 : 0), dimension + (prompt.bias ? 1 : 0)];
  if (eta0.length !== expected[0] || eta.length !== expected[1]) {
    const message = `The link's eta0 and eta have ${eta0.length} and ${eta.length} entries; these experts need ${expected.join(" and ")}. The preset's are kept.`;
    problems.push({ field: "dimension", message });
    return withKnownParameter(kept, problems);
  }
  return withKnownParameter(state, problems);
}

function withKnownParameter(state: ExplorerState, problems: Problem[]): ExplorerState {
  if (parameterNamesOf(state).includes(state.parameter)) return state;
  problems.push({
    field: "parameter",
    message: `The link shows "${short(state.parameter)}", which this prompt has not.`,
  });
  return { ...state, parameter: "lambda" };
}
