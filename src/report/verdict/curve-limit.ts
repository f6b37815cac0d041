import { InputError } from "../../input-error";
import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import type { Path, PowerLaw } from "../../model/path";
import { localSlopes } from "../../theory/information/information-curve";
import { openGap } from "../../theory/information/open-gap";
import { vanishingLimits } from "../../theory/information/vanishing-slopes";

/** Where the local exponent of an information curve ends, and how far that may be off. */
export interface CurveLimit {
  readonly value: number;
  /** Twice the last move of the local exponent between two sizes far out; Infinity where none could be computed. */
  readonly uncertainty: number;
}

/** A number and a limit that differ by no more are called equal; exponents of theory are small fractions. */
export const EQUAL_EXPONENTS = 0.005;

/** Farthest first. */
const FAR_OUT = [1e60, 1e45, 1e30, 1e20, 1e15, 1e12] as const;

/**
 * The limits of the information curve's local exponents, by quadrature of the Fisher information far out and by no
 * theorem: the farthest size from 1e60 down at which the exponent no longer moves. Slow paths need such sizes (at 1e15 the
 * resonant path is still off by 0.014); fast ones cannot reach them, for a gap below the last digit of nu0 + gap is noise,
 * which shows as a move. Where it moves everywhere, the calmest pair is taken with its large uncertainty.
 *
 * Where lambda vanishes and the gap stays open nothing is lost, and the slopes may turn slowly on the way (nu* above 2 nu0: f^2/f0 is
 * not integrable). There the limits are extrapolated in 1/sqrt(log lambda) from depths far beyond any n that a double can hold
 * (vanishingLimits); where that cannot be done, the two farthest sizes alone count.
 */
export function curveLimits(path: Path<GateKind>): readonly CurveLimit[] {
  const still = gapStaysOpen(path);
  const open = still ? openGap(path) : undefined;
  if (open !== undefined) return vanishingLimits(open.gap, open.s, 0.5 * EQUAL_EXPONENTS);
  const found = new Map<number, readonly number[] | undefined>();
  const slopesAt = (n: number): readonly number[] | undefined => {
    if (!found.has(n)) found.set(n, slopesOrNone(path, n));
    return found.get(n);
  };
  const parameters = vectorNames(path.model).length;
  return Array.from({ length: parameters }, (_, j): CurveLimit => {
    let calmest: CurveLimit = { value: Number.NaN, uncertainty: Number.POSITIVE_INFINITY };
    for (let k = 0; k + 1 < FAR_OUT.length; k++) {
      const value = slopesAt(FAR_OUT[k])?.[j] ?? Number.NaN;
      const before = slopesAt(FAR_OUT[k + 1])?.[j] ?? Number.NaN;
      const uncertainty = 2 * Math.abs(value - before);
      if (uncertainty < calmest.uncertainty) calmest = { value, uncertainty };
      if (still || uncertainty < 0.5 * EQUAL_EXPONENTS) break;
    }
    return calmest;
  });
}

/** Does lambda vanish while nothing else moves? */
function gapStaysOpen(path: Path<GateKind>): boolean {
  if (path.model.gate.kind !== "constant") return false;
  const [lambda, ...others] = inVectorOrder<PowerLaw>(path);
  const stands = ({ coefficient, exponent }: PowerLaw): boolean => coefficient === 0 || exponent.valueOf() === 0;
  return lambda.limit === 0 && !stands(lambda) && others.every(stands);
}

/** undefined where the path has left the parameter space. */
function slopesOrNone(path: Path<GateKind>, n: number): readonly number[] | undefined {
  try {
    return inVectorOrder(localSlopes(path, [n])[0]);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** How a limit stands to a stated exponent: open where the uncertainty reaches across the border. */
export type Standing = "below" | "equal" | "above" | "open";

export function standing({ value, uncertainty }: CurveLimit, stated: number): Standing {
  if (Math.abs(value - stated) + uncertainty <= EQUAL_EXPONENTS) return "equal";
  if (value + uncertainty < stated - EQUAL_EXPONENTS) return "below";
  if (value - uncertainty > stated + EQUAL_EXPONENTS) return "above";
  return "open";
}
