import { log } from "../../../numerics/elementary";
import { groupedNumber, raised } from "../../display/for-readers";
import { QUIET } from "./palette";

/** log10 of a positive number. */
export function log10(value: number): number {
  return log(value) / log(10);
}

/** "10³": a power of ten in plain text, for tables, captions and alternative texts as well. */
export function powerOfTen(exponent: number): string {
  return `10${raised(String(exponent))}`;
}

/** Ticks of a logarithmic axis: powers of ten where it spans two of them or more, 1-2-5 steps where it is shorter. */
export function logTicks(
  low: number,
  high: number,
): { readonly tickvals: readonly number[]; readonly ticktext: readonly string[] } {
  const span = log10(high) - log10(low);
  const steps = span >= 2 ? [1] : span >= 0.5 ? [1, 2, 5] : [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];
  const ticks: { at: number; text: string }[] = [];
  const every = Math.max(1, Math.ceil(span / 8));
  for (let power = Math.floor(log10(low)); power <= Math.ceil(log10(high)); power++) {
    for (const step of steps) {
      const at = Number(`${step}e${power}`);
      if (at < low * 0.999 || at > high * 1.001 || (span >= 2 && power % every !== 0)) continue;
      const plain = at >= 0.001 && at < 10_000 && (span < 2 || (power >= -1 && power <= 1));
      ticks.push({ at, text: plain ? groupedNumber(at) : `${step === 1 ? "" : `${step}·`}${powerOfTen(power)}` });
    }
  }
  return { tickvals: ticks.map(({ at }) => at), ticktext: ticks.map(({ text }) => text) };
}

/** An axis title close to its axis. */
export function axisTitle(text: string): Readonly<Record<string, unknown>> {
  return { text, standoff: 8, font: { size: 13 } };
}

/** A logarithmic axis over [low, high] with a little air. */
export function logAxis(low: number, high: number, title: string): Readonly<Record<string, unknown>> {
  const air = 0.04 * (log10(high) - log10(low)) + 0.02;
  const range = [log10(low) - air, log10(high) + air];
  const ticks = logTicks(10 ** range[0], 10 ** range[1]);
  return {
    type: "log",
    range,
    title: axisTitle(title),
    gridcolor: QUIET.grid,
    linecolor: QUIET.frame,
    mirror: true,
    ...ticks,
  };
}

/** A linear axis over [low, high]. */
export function linearAxis(low: number, high: number, title: string): Readonly<Record<string, unknown>> {
  return {
    range: [low, high],
    title: axisTitle(title),
    gridcolor: QUIET.grid,
    linecolor: QUIET.frame,
    mirror: true,
    zeroline: false,
  };
}
