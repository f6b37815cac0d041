import { ACTIVATIONS } from "../../../../src/model/activation";
import type { PowerLawJson } from "../../../../src/study/design/path-json";
import { type ExpertChoice, LARGEST_DIMENSION } from "../state";

/** Says what was expected. */
export class Unreadable extends Error {}

/** How one field is written into a link and read from it; `read` throws Unreadable with what it expects. */
export interface Codec<T> {
  readonly write: (value: T) => string;
  readonly read: (text: string) => T;
}

export const number: Codec<number> = {
  write: String,
  read: (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) throw new Unreadable("a number");
    return value;
  },
};

export const flag: Codec<boolean> = {
  write: (value) => (value ? "1" : "0"),
  read: (text) => {
    if (text !== "0" && text !== "1") throw new Unreadable("0 or 1");
    return text === "1";
  },
};

export function word<const W extends string>(words: readonly W[]): Codec<W> {
  return {
    write: (value) => value,
    read: (text) => {
      const found = words.find((one) => one === text);
      if (found === undefined) throw new Unreadable(`one of ${words.join(", ")}`);
      return found;
    },
  };
}

export function list<T>(one: Codec<T>, longest = LARGEST_DIMENSION + 1): Codec<readonly T[]> {
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
export const law: Codec<PowerLawJson> = {
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
export const expert: Codec<ExpertChoice> = {
  write: ({ activation, bias }) => `${activation}${bias ? "" : "-"}`,
  read: (text) => ({ activation: word(ACTIVATIONS).read(text.replace(/-$/, "")), bias: !text.endsWith("-") }),
};

export const pair: Codec<readonly [number, number]> = {
  write: ([low, high]) => `${low}:${high}`,
  read: (text) => {
    const [low, high, ...rest] = text.split(":");
    if (high === undefined || rest.length > 0) throw new Unreadable("low:high");
    return [number.read(low), number.read(high)];
  },
};

/** The largest exponent that can be guessed. */
export const LARGEST_GUESS = 2;

export const guess: Codec<number | null> = {
  write: (value) => (value === null ? "none" : number.write(value)),
  read: (text) => {
    if (text === "none") return null;
    const value = number.read(text);
    if (!(value >= 0 && value <= LARGEST_GUESS))
      throw new Unreadable(`an exponent from 0 to ${LARGEST_GUESS}, or none`);
    return value;
  },
};
