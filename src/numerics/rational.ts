import Fraction from "fraction.js";

/** An exact rational number (fraction.js): exponents are shown and compared exactly. */
export type Rational = InstanceType<typeof Fraction>;

/** "1/16", 0.25 or an existing rational. @throws when the text is no number. */
export function rational(value: string | number | Rational): Rational {
  return new Fraction(value);
}
