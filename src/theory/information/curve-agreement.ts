import { inVectorOrder } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { pathExponents } from "../rates/exponents";
import { localSlopes } from "./information-curve";

/** A path's sharp exponents beside the local slopes of its information curve far out. */
export interface CurveAgreement {
  readonly n: number;
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

function compare(path: Path, exponents: readonly (number | undefined)[], n: number): CurveAgreement {
  const [slope] = localSlopes(path, [n], 1e-5);
  const slopes = [slope.lambda, ...slope.eta, slope.nu];
  const largest = slopes.reduce((most, value, j) => Math.max(most, Math.abs(value - (exponents[j] ?? value))), 0);
  return { n, exponents, slopes, largest };
}

/**
 * Compares the sharp exponents of a path with its information curve at n = 1e60 and, where terms with nearly the same
 * exponent still compete there, at the farthest n that is resolved.
 */
export function curveAgreement(path: Path): CurveAgreement {
  const exponents = inVectorOrder(pathExponents(path).sharp).map((e) => (e.known ? e.value.valueOf() : undefined));
  const near = compare(path, exponents, 1e60);
  const far = farthest(exponents[0]);
  return near.largest <= AGREEMENT || far <= 1e60 ? near : compare(path, exponents, far);
}

/** @throws Error where a sharp exponent and the curve differ by more than {@link AGREEMENT}: a fault of this program. */
export function requireAgreement(path: Path): CurveAgreement {
  const agreement = curveAgreement(path);
  if (!(agreement.largest <= AGREEMENT)) {
    const show = (values: readonly (number | undefined)[]): string =>
      values.map((v) => v?.toFixed(4) ?? "-").join(", ");
    throw new Error(
      `${path.id}: the sharp exponents (${show(agreement.exponents)}) and the information curve's slopes at n = ${agreement.n} (${show(agreement.slopes)}) differ by ${agreement.largest.toFixed(4)}.`,
    );
  }
  return agreement;
}
