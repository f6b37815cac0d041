import { log10, logTicks } from "../../../../src/report/figures/style/log-axis";

/** Maps data to pixels and back, with the ticks to label. */
export interface Scale {
  readonly to: (value: number) => number;
  readonly from: (pixel: number) => number;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** Logarithmic between two positive values. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const [a, b] = [log10(low), log10(high)];
  const { tickvals, ticktext } = logTicks(low, high);
  return {
    to: (value) => from + ((log10(value) - a) / (b - a)) * (to - from),
    from: (pixel) => 10 ** (a + ((pixel - from) / (to - from)) * (b - a)),
    low,
    high,
    ticks: tickvals.flatMap((value, k) =>
      value >= low * 0.999 && value <= high * 1.001 ? [{ value, label: ticktext[k] ?? String(value) }] : [],
    ),
  };
}

/** About `count` round numbers between low and high: steps of 1, 2 or 5 times a power of ten. */
function roundTicks(low: number, high: number, count: number): readonly number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => (first + k) * step);
}

export function linearScale(low: number, high: number, from: number, to: number, count = 5): Scale {
  return {
    to: (value) => from + ((value - low) / (high - low)) * (to - from),
    from: (pixel) => low + ((pixel - from) / (to - from)) * (high - low),
    low,
    high,
    ticks: roundTicks(low, high, count).map((value) => ({ value, label: String(Number(value.toPrecision(6))) })),
  };
}
