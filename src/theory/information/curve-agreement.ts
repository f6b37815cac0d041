import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { log } from "../../numerics/elementary";
import { pathExponents } from "../rates/exponents";
import { localSlopes } from "./information-curve";
import { openGap } from "./open-gap";
import { vanishingSlopes } from "./vanishing-slopes";

/** A path's sharp exponents beside the local slopes of its information curve far out. */
export interface CurveAgreement {
  /** log of the sample size at which they are compared. */
  readonly logN: number;
  /** In the order lambda, eta, nu; undefined where no exponent is stated. */
  readonly exponents: readonly (number | undefined)[];
  readonly slopes: readonly number[];
  /** The largest distance between a stated exponent and the curve's slope; 0 where none is stated. */
  readonly largest: number;
}

/** What a stated exponent and the curve may differ by: the drift that is left at n = 1e60. */
export const AGREEMENT = 0.01;

/** How many digits of the scores may agree before 32 no longer resolve their difference. */
const DIGITS = 24;
const FARTHEST = 1e250;

/**
 * The farthest n at which the path's information is still resolved: the share of lambda's score that is left after the
 * others is of order n^-(1/2 - e), e lambda's exponent.
 */
function farthest(lambda: number | undefined): number {
  const cost = 0.5 - (lambda ?? 0);
  return cost * 250 <= DIGITS ? FARTHEST : 10 ** (DIGITS / cost);
}

/**
 * The n to which the information of relu and user-defined experts is resolved: it is formed in plain doubles, which needs gaps
 * above 1e-8.
 */
function plainReach({ model, eta, nu }: Path<GateKind>): number {
  const { expert } = model.prompt;
  if (expert.kind === "activation" && expert.activation !== "relu") return Number.POSITIVE_INFINITY;
  const fastest = Math.max(
    ...[...eta, nu].map(({ coefficient, exponent }) => (coefficient === 0 ? 0 : exponent.valueOf())),
  );
  return fastest === 0 ? Number.POSITIVE_INFINITY : 10 ** Math.min(300, 8 / fastest);
}

function agreement(
  exponents: readonly (number | undefined)[],
  slopes: readonly number[],
  logN: number,
): CurveAgreement {
  // Where no exponent is stated the curve may have no slope: a parameter that no sample identifies.
  const distances = exponents.map((e, j) => (e === undefined ? 0 : Math.abs(slopes[j] - e)));
  const largest = distances.every(Number.isFinite) ? Math.max(...distances) : Number.POSITIVE_INFINITY;
  return { logN, exponents, slopes, largest };
}

function compare(path: Path<GateKind>, exponents: readonly (number | undefined)[], n: number): CurveAgreement {
  const [slope] = localSlopes(path, [n], 1e-5);
  return agreement(exponents, inVectorOrder(slope), log(n));
}

/** lambda = e^-DEPTH is far out for a prompt that vanishes with an open gap. */
const DEPTH = 6000;

/**
 * Compares the sharp exponents of a path with its information curve at n = 1e60 (relu and user-defined experts: or as far as
 * doubles resolve). Where terms with nearly the same exponent still
 * compete there, at the farthest n that is resolved; where lambda vanishes with an open gap, and slopes drift like
 * 1/sqrt(log n), at lambda = e^-6000 (vanishing-slopes.ts).
 */
export function curveAgreement(path: Path<GateKind>): CurveAgreement {
  const { sharp, motion } = pathExponents(path);
  const exponents = inVectorOrder(sharp).map((e) => (e.known ? e.value.valueOf() : undefined));
  const plain = plainReach(path);
  const near = compare(path, exponents, Math.min(1e60, plain));
  if (near.largest <= AGREEMENT) return near;
  const open = motion.t.valueOf() === 0 ? openGap(path) : undefined;
  if (open !== undefined) {
    return agreement(exponents, vanishingSlopes(open.gap, open.s, DEPTH), DEPTH / open.s);
  }
  const far = Math.min(farthest(exponents[0]), plain);
  return far <= 1e60 ? near : compare(path, exponents, far);
}

/** @throws Error where a sharp exponent and the curve differ by more than {@link AGREEMENT}: a fault of this program. */
export function requireAgreement(path: Path<GateKind>): CurveAgreement {
  const found = curveAgreement(path);
  if (!(found.largest <= AGREEMENT)) {
    const show = (values: readonly (number | undefined)[]): string =>
      values.map((v) => v?.toFixed(4) ?? "-").join(", ");
    throw new Error(
      `${path.id}: the sharp exponents (${show(found.exponents)}) and the information curve's slopes at log n = ${found.logN.toFixed(0)} (${show(found.slopes)}) differ by ${found.largest.toFixed(4)}.`,
    );
  }
  return found;
}
