import { rational } from "../../../../src/numerics/rational";
import type { PowerLawJson } from "../../../../src/study/design/path-json";
import { type GateChoice, sixDigits, stillLaw } from "../gate-choice";
import type { ExplorerState } from "../state";
import { at, isStill, through } from "./ideas";

/** Lengths of beta* on the slider "how much the gate depends on x"; 0: it does not, and the gate is constant. */
export const DEPENDENCE = ["0", "1/4", "1/2", "3/4", "1", "3/2", "2", "3", "4"] as const;
/** Exponents of beta* on the slider "how fast the gate flattens"; 0: it keeps its slope. */
export const FLATTENING = ["0", "1/16", "1/8", "3/16", "1/4", "5/16", "3/8", "7/16", "1/2"] as const;

function lengthOf(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, b) => sum + b * b, 0));
}

function slopesAtStart({ gate, from }: Pick<ExplorerState, "gate" | "from">): readonly number[] {
  return gate.kind === "softmax" ? gate.beta.map((law) => at(law, from)) : [];
}

/** |beta*| at the first n, the Euclidean length; 0 for a constant gate. */
export function dependenceOf(state: Pick<ExplorerState, "gate" | "from">): number {
  return sixDigits(lengthOf(slopesAtStart(state)));
}

/** The unit vector along which the gate rises at the first n; all covariates alike where it does not rise. */
function directionAtStart(slopes: readonly number[]): readonly number[] {
  const length = lengthOf(slopes);
  const even = 1 / Math.sqrt(slopes.length);
  return slopes.map((b) => {
    const unit = length === 0 ? even : b / length;
    // As the paths of the literature write it, (1, ..., 1) / sqrt(d): what was moved comes back to the last digit.
    return Math.abs(Math.abs(unit) - even) < 1e-9 ? Math.sign(unit) * even : unit;
  });
}

/** The slope of the gate at the first n has another length; its direction and its speed stay. */
export function withDependence(
  state: Pick<ExplorerState, "gate" | "from">,
  length: string,
): { readonly gate: GateChoice } {
  const { gate, from } = state;
  if (gate.kind === "constant") return { gate };
  const size = rational(length).valueOf();
  const slopes = slopesAtStart(state);
  const along = directionAtStart(slopes);
  const law = (old: PowerLawJson, j: number): PowerLawJson => {
    const value = size * along[j];
    return isStill(old) || old.limit !== 0 ? stillLaw(value) : through(value, from, 0, old.exponent);
  };
  return { gate: { ...gate, beta: gate.beta.map(law) } };
}

/** beta* ~ n^-exponent, the slowest of its entries; "0" where one keeps its slope, or the gate has none. */
export function flatteningOf({ gate }: Pick<ExplorerState, "gate">): string {
  if (gate.kind === "constant") return "0";
  const slopes = gate.beta.filter(({ limit, coefficient }) => limit !== 0 || coefficient !== 0);
  if (slopes.length === 0 || slopes.some((law) => law.limit !== 0 || isStill(law))) return "0";
  const [slowest] = slopes.map(({ exponent }) => rational(exponent)).sort((left, right) => left.compare(right));
  return slowest.toFraction();
}

/** The gate flattens at another speed from the slope that it has at the first n. */
export function withFlattening(
  { gate, from }: Pick<ExplorerState, "gate" | "from">,
  exponent: string,
): { readonly gate: GateChoice } {
  if (gate.kind === "constant") return { gate };
  const still = rational(exponent).valueOf() === 0;
  const law = (old: PowerLawJson): PowerLawJson => {
    const value = at(old, from);
    if (value === 0) return stillLaw(0);
    // A slope that stands keeps all its digits.
    if (still && isStill(old)) return old;
    return through(value, from, 0, exponent);
  };
  return { gate: { ...gate, beta: gate.beta.map(law) } };
}
