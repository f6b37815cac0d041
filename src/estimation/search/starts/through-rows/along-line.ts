import type { Bands } from "./bands";

const TURN = 2 * Math.PI;
/** Intervals of one line, at most: where sin turns more often only a part of the line, anywhere, is looked at. */
const MOST_INTERVALS = 2048;
/** Bins for one interval. */
const BINS = 2;

/** A place on a line, and what the rows gain whose bands it lies in. */
export interface Crossing {
  readonly t: number;
  readonly gain: number;
}

/** Where a line is inside of a row's band, and what that gains. */
class Intervals {
  readonly enter: number[] = [];
  readonly leave: number[] = [];
  readonly gain: number[] = [];

  constructor(
    readonly from: number,
    readonly to: number,
  ) {}

  add(one: number, other: number, gain: number): void {
    const [enter, leave] = [Math.max(this.from, Math.min(one, other)), Math.min(this.to, Math.max(one, other))];
    if (!(enter < leave)) return;
    this.enter.push(enter);
    this.leave.push(leave);
    this.gain.push(gain);
  }
}

function intervalsOn(
  { low, high, gain, periodic }: Bands,
  predictors: Float64Array,
  speeds: Float64Array,
  [from, to]: readonly [number, number],
): Intervals {
  const found = new Intervals(from, to);
  for (let k = 0; k < gain.length; k++) {
    const [u, speed] = [predictors[k], speeds[k]];
    if (!(Math.abs(speed) * (to - from) > 1e-9)) continue;
    if (!periodic) {
      found.add((low[k] - u) / speed, (high[k] - u) / speed, gain[k]);
      continue;
    }
    const [a, b] = [u + speed * from, u + speed * to];
    const [least, most] = [Math.min(a, b), Math.max(a, b)];
    for (let turn = TURN * Math.ceil((least - high[k]) / TURN); low[k] + turn < most; turn += TURN) {
      found.add((low[k] + turn - u) / speed, (high[k] + turn - u) / speed, gain[k]);
    }
  }
  return found;
}

/** Which intervals touch a bin whose intervals gain more than `bar` together, if all overlapped? The others cannot help. */
function promising({ from, to, enter, leave, gain }: Intervals, bar: number): readonly number[] {
  const bins = BINS * enter.length;
  const width = (to - from) / bins;
  const binOf = (t: number): number => Math.max(0, Math.min(bins - 1, Math.floor((t - from) / width)));
  const change = new Float64Array(bins + 1);
  for (let k = 0; k < enter.length; k++) {
    change[binOf(enter[k])] += gain[k];
    change[binOf(leave[k]) + 1] -= gain[k];
  }
  /** How many of the bins up to each one may be worth it. */
  const worth = new Uint32Array(bins + 1);
  for (let bin = 0, sum = 0; bin < bins; bin++) {
    sum += change[bin];
    worth[bin + 1] = worth[bin] + (sum > bar ? 1 : 0);
  }
  if (worth[bins] === 0) return [];
  return enter.flatMap((t, k) => (worth[binOf(leave[k]) + 1] > worth[binOf(t)] ? [k] : []));
}

/**
 * The place t at which most is gained, if more than `bar`, when the predictors move from where they are at the given speeds: each band is then an interval
 * of t, and a sweep over the ends of the intervals finds where they overlap most.
 * @param part the part of the line that is looked at
 * @param place of the part of it that is looked at where there are too many intervals, between 0 and 1
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
  const intervals = intervalsOn(bands, predictors, speeds, [from, to]);
  const kept = promising(intervals, bar);
  const at = kept.flatMap((k) => [intervals.enter[k], intervals.leave[k]]);
  const change = kept.flatMap((k) => [intervals.gain[k], -intervals.gain[k]]);
  const order = Uint32Array.from(at, (_, k) => k).sort((one, other) => at[one] - at[other]);
  let [sum, most, t] = [0, bar, Number.NaN];
  for (let k = 0; k + 1 < order.length; k++) {
    sum += change[order[k]];
    if (!(sum > most)) continue;
    most = sum;
    t = 0.5 * (at[order[k]] + at[order[k + 1]]);
  }
  return most > bar ? { t, gain: most } : undefined;
}
