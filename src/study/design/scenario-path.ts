import { InputError } from "../../input-error";
import type { GateKind } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { exp, log } from "../../numerics/elementary";
import type { Rational } from "../../numerics/rational";
import { type Direction, motionOf } from "../../theory/rates/motion";
import type { Scenario } from "../../theory/rates/scenario";

/** A named path with what a study of it takes by default. */
export interface ScenarioPath<G extends GateKind = "constant"> {
  /** Scenario and path, as in "L/resonant"; the same as path.id. */
  readonly id: string;
  readonly scenario: Scenario;
  readonly title: string;
  /** One sentence: what moves, and what the reader should see. */
  readonly description: string;
  readonly path: Path<G>;
  /** lambda*_n ~ n^-s. */
  readonly s: Rational;
  /** The gap shrinks like n^-t (on a bias path Db ~ n^-t). */
  readonly t: Rational;
  readonly direction: Direction;
  readonly sizes: readonly number[];
  readonly replications: number;
}

/**
 * `count` whole numbers from 10^from to 10^to, evenly spaced in log n, rounded to three significant digits.
 *
 * @example
 * ```ts
 * import { logSpaced } from "contaminated-moe";
 * console.log(logSpaced(3, 5, 3).join()); // 1000,10000,100000
 * ```
 */
export function logSpaced(from: number, to: number, count: number): readonly number[] {
  const ten = log(10);
  return Array.from({ length: count }, (_, i) => {
    const power = from + ((to - from) * i) / (count - 1);
    return Number(exp(power * ten).toPrecision(3));
  });
}

/** Nine sizes. */
export const TO_1E5 = logSpaced(3, 5, 9);
/** Ten sizes. */
export const TO_1E6 = logSpaced(3, 6, 10);

/** A catalogue's entry: s, t and the direction are read off the path. */
export function entry<G extends GateKind>(
  scenario: Scenario,
  description: string,
  path: Path<G>,
  sizes: readonly number[],
  /** Studies to n = 1e6 have half as many, so that all published ones together take less than an hour on two cores. */
  replications = sizes === TO_1E6 ? 200 : 400,
): ScenarioPath<G> {
  const { s, t, direction } = motionOf(path);
  return { id: path.id, scenario, title: path.title, description, path, s, t, direction, sizes, replications };
}

/** The entry of a catalogue with this id. @throws InputError listing the known ids */
export function pathIn<G extends GateKind>(
  catalogue: readonly ScenarioPath<G>[],
  id: string,
  what = "scenario path",
): ScenarioPath<G> {
  const found = catalogue.find((scenario) => scenario.id === id);
  if (found !== undefined) return found;
  const known = catalogue.map((scenario) => scenario.id).join(", ");
  throw new InputError(`There is no ${what} "${id}"; the known ones are ${known}.`);
}
