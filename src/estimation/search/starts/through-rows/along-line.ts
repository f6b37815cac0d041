import type { Bands } from "./bands";

const TURN = 2 * Math.PI;
/** Intervals of one line, about, at most: where sin turns more often only a part of the line, anywhere, is looked at. */
const MOST_INTERVALS = 2048;

/** A place on a line, and what the rows gain whose bands it lies in. */
export interface Crossing {
  readonly t: number;
  readonly gain: number;
}

/** Where a line enters and leaves the bands, one after the other, and what is gained by it. */
interface Ends {
  readonly at: number[];
  readonly gain: number[];
}

function endsOn(
  { low, high, gain, periodic }: Bands,
  predictors: Float64Array,
  speeds: Float64Array,
  from: number,
  to: number,
): Ends {
  const ends: Ends = { at: [], gain: [] };
  const add = (one: number, other: number, gained: number): void => {
    const [enter, leave] = [Math.max(from, Math.min(one, other)), Math.min(to, Math.max(one, other))];
    if (!(enter < leave)) return;
    ends.at.push(enter, leave);
    ends.gain.push(gained, -gained);
  };
  for (let k = 0; k < gain.length; k++) {
    const u = predictors[k];
    const speed = speeds[k];
    if (!(Math.abs(speed) * (to - from) > 1e-9)) continue;
    if (!periodic) {
      add((low[k] - u) / speed, (high[k] - u) / speed, gain[k]);
      continue;
    }
    const least = u + speed * (speed > 0 ? from : to);
    const most = u + speed * (speed > 0 ? to : from);
    for (let turn = TURN * Math.ceil((least - high[k]) / TURN); low[k] + turn < most; turn += TURN) {
      add((low[k] + turn - u) / speed, (high[k] + turn - u) / speed, gain[k]);
    }
  }
  return ends;
}

/** Bins for the two ends of one interval. */
const BINS = 2;

/**
 * The ends of those intervals that touch a bin in which more than `bar` may be gained: what all intervals that touch it would gain together. Most lines
 * have none, and need no sorting.
 */
function promising({ at, gain }: Ends, from: number, to: number, bar: number): readonly number[] {
  const bins = (BINS / 2) * at.length;
  const scale = bins / (to - from);
  const binOf = Int32Array.from(at, (t) => Math.max(0, Math.min(bins - 1, Math.floor((t - from) * scale))));
  const change = new Float64Array(bins + 1);
  for (let k = 0; k < at.length; k += 2) {
    change[binOf[k]] += gain[k];
    change[binOf[k + 1] + 1] -= gain[k];
  }
  const worth = new Int32Array(bins + 1);
  for (let bin = 0, sum = 0; bin < bins; bin++) {
    sum += change[bin];
    worth[bin + 1] = worth[bin] + (sum > bar ? 1 : 0);
  }
  const kept: number[] = [];
  for (let k = 0; k < at.length && worth[bins] > 0; k += 2) {
    if (worth[binOf[k + 1] + 1] > worth[binOf[k]]) kept.push(k, k + 1);
  }
  return kept;
}

/**
 * The place t at which most is gained, if more than `bar`, when the predictors move from where they are at the given speeds: each band is then an interval
 * of t, and a sweep over the ends of the intervals finds where they overlap most.
 * @param part the part of the line that is looked at
 * @param place where in it, from 0 to 1, where there are too many intervals
 */
export function bestOnLine(
  bands: Bands,
  predictors: Float64Array,
  speeds: Float64Array,
  part: readonly [number, number],
  bar: number,
  place: number,
): Crossing | undefined {
  let [from, to] = part;
  if (!(from < to)) return undefined;
  if (bands.periodic) {
    const turns = speeds.reduce((sum, speed) => sum + (Math.abs(speed) * (to - from)) / TURN, 0);
    const length = (to - from) * Math.min(1, MOST_INTERVALS / turns);
    from += place * (to - from - length);
    to = from + length;
  }
  const ends = endsOn(bands, predictors, speeds, from, to);
  const { at, gain } = ends;
  const order = Int32Array.from(promising(ends, from, to, bar)).sort((one, other) => at[one] - at[other]);
  let sum = 0;
  let most = bar;
  let t = Number.NaN;
  for (let k = 0; k + 1 < order.length; k++) {
    sum += gain[order[k]];
    if (!(sum > most)) continue;
    most = sum;
    t = 0.5 * (at[order[k]] + at[order[k + 1]]);
  }
  return most > bar ? { t, gain: most } : undefined;
}
