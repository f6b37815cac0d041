import type { Exponent } from "../../theory/rates/exponents";
import type { Agreement } from "./curve-agreement";
import { type CurveLimit, standing } from "./curve-limit";

export type Answer = "yes" | "no" | "cannot tell";

export interface Finding {
  readonly answer: Answer;
  /** Why, in one sentence with its numbers. */
  readonly reason: string;
}

export interface MeasuredExponent {
  readonly exponent: number;
  readonly low: number;
  readonly high: number;
}

/** What the questions on a guarantee are answered from; {@link judge} states the rule. */
export interface Evidence {
  /** The guaranteed exponent g. */
  readonly promised: number;
  readonly limit: CurveLimit;
  /** E: the curve's limit less the trend of RMSE / curve. */
  readonly extrapolated: MeasuredExponent;
  /** What the guarantee's logarithm allows over the window. */
  readonly allowance: number;
  readonly withoutSmallest: { readonly high: number; readonly allowance: number } | null;
  readonly agreement: Agreement["answer"];
  /** RMSE at the largest size, where the difference is significant. */
  readonly last: "above" | "below" | "at the curve";
}

function text(value: number): string {
  return value.toFixed(3);
}

function intervalText({ low, high }: MeasuredExponent): string {
  return `[${text(low)}, ${text(high)}]`;
}

function cannotTell(reason: string): Finding {
  return { answer: "cannot tell", reason };
}

function unsettled({ value, uncertainty }: CurveLimit): string {
  return `where the curve's exponent ends is not settled: ${text(value)} ± ${uncertainty.toPrecision(2)}.`;
}

/** Question 1: an upper bound on the error. */
export function consistentWithGuarantee(e: Evidence): Finding {
  const interval = intervalText(e.extrapolated);
  const g = text(e.promised);
  const stands = standing(e.limit, e.promised);
  if (stands === "open") return cannotTell(unsettled(e.limit));
  if (stands === "below") {
    const ends = `the information curve ends at ${text(e.limit.value)}, below the promised ${g}`;
    if (e.extrapolated.high < e.promised) {
      return { answer: "no", reason: `${ends}, and so does the measured error: ${interval}.` };
    }
    return cannotTell(`${ends}, but the error's interval ${interval} does not exclude ${g}: more replicates.`);
  }
  const floor = e.promised - e.allowance;
  if (e.extrapolated.low >= floor) {
    return { answer: "yes", reason: `the extrapolated exponent's interval ${interval} stays above ${text(floor)}.` };
  }
  if (e.extrapolated.high >= floor) {
    return cannotTell(`the extrapolated exponent's interval ${interval} contains ${text(floor)}: more replicates.`);
  }
  const below = `the extrapolated exponent's interval ${interval} lies below ${text(floor)}`;
  if (e.last !== "above") return cannotTell(`${below}, but the error does not end above the curve.`);
  if (e.withoutSmallest === null || e.withoutSmallest.high >= e.promised - e.withoutSmallest.allowance) {
    return cannotTell(`${below}, but only because of the smallest n.`);
  }
  if (e.agreement !== "no") return cannotTell(`${below}, but at the larger n the error agrees with the curve.`);
  return { answer: "no", reason: `${below}, and the error moves away from the curve.` };
}

/** Question 2: is the guarantee attained, as the curve says and the measurement confirms? */
export function attainedByPath(e: Evidence, consistent: Answer): Finding {
  const { low, high } = e.extrapolated;
  const interval = intervalText(e.extrapolated);
  const g = text(e.promised);
  const stands = standing(e.limit, e.promised);
  if (consistent === "no") {
    return { answer: "no", reason: `the promised ${g} is not kept, so it is not attained: ${interval}.` };
  }
  if (stands === "open") return cannotTell(unsettled(e.limit));
  if (stands === "below") return cannotTell(`the information curve ends below the promised ${g}.`);
  if (stands === "above") {
    if (low > e.promised) {
      return { answer: "no", reason: `the error falls faster: ${interval} lies above the guaranteed ${g}.` };
    }
    return cannotTell(`the curve ends at ${text(e.limit.value)}, above ${g}, but ${interval} does not show it.`);
  }
  if (low > e.promised + e.allowance) {
    const faster = `the extrapolated exponent's interval ${interval} lies above the guaranteed ${g}`;
    if (e.last === "below" && e.agreement === "no") {
      return { answer: "no", reason: `${faster}, and the error falls below the curve.` };
    }
    return cannotTell(`${faster} although the curve's does not: not asymptotic at these n.`);
  }
  if (high < e.promised - e.allowance) {
    return cannotTell(`the extrapolated exponent's interval ${interval} lies below the guaranteed ${g}.`);
  }
  if (low < e.promised - e.allowance || high > e.promised + e.allowance) {
    const wanted = `${g} ± ${text(e.allowance)}`;
    return cannotTell(`the extrapolated interval ${interval} does not fit into ${wanted}: more replicates or sizes.`);
  }
  return {
    answer: "yes",
    reason: `the curve ends at the guaranteed ${g}, and the extrapolated interval ${interval} agrees.`,
  };
}

/** Question 4: no data enter it. */
export function sharpOnCurve(limit: CurveLimit, sharp: Exponent): Finding {
  if (!sharp.known) return cannotTell(`theory states no sharp exponent: ${sharp.reason}.`);
  const stated = sharp.value.toFraction();
  const stands = standing(limit, sharp.value.valueOf());
  if (stands === "open") return cannotTell(unsettled(limit));
  const ends = `the curve's local exponent ends at ${limit.value.toFixed(4)}`;
  if (stands === "equal") return { answer: "yes", reason: `${ends}, which is ${stated}.` };
  const side = stands === "below" ? "smaller" : "larger";
  return { answer: "no", reason: `${ends}, which is ${side} than the stated ${stated}.` };
}
