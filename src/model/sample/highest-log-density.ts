import { log } from "../../numerics/elementary";

/** Digits after the decimal point in the shortest decimal form of a number. */
function decimals(value: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e");
  const places = (mantissa.split(".")[1] ?? "").length - Number(exponent);
  return Math.max(0, places);
}

/** From here on the digits are those of double precision, not of a rounding. */
const FULL_PRECISION = 15;
/** How much narrower than the written steps of y a density may be before it is taken for a mistake. */
const NARROWER = 100;

/**
 * The highest log density that responses written like these can have. A written number stands for an interval: of width
 * 10^-k where no response has more than k decimals, and never less than the spacing 2^-53 |y| of doubles. A density far
 * above 1/width would give that one number more than all probability: allowed is 100/width for rounded responses (a law may
 * be somewhat narrower than the rounding), 1/width for the spacing of doubles.
 */
export function highestLogDensity(y: Float64Array): (response: number) => number {
  let places = 0;
  for (let i = 0; i < y.length && places < FULL_PRECISION; i++) places = Math.max(places, decimals(y[i]));
  const written = places < FULL_PRECISION ? places * Math.LN10 + log(NARROWER) : Number.POSITIVE_INFINITY;
  return (response) => Math.min(written, 53 * Math.LN2 - log(Math.max(Math.abs(response), 2 ** -1022)));
}
