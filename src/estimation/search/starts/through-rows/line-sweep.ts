import type { Interval } from "../../../../model/box";
import { exp, log } from "../../../../numerics/elementary";
import { type Bands, TURN } from "./bands";

/** Intervals of one line, about, at most: where sin turns more often only a part of the line, anywhere, is looked at. */
const MOST_INTERVALS = 1024;
/** Bins of a line, for each of its intervals. */
const BINS = 4;
/** Bins whose bound is as high as this share of the highest bound are looked into first. */
const PROMISING = 0.9;
/** Intervals that say how far out the others are. */
const SAMPLED = 64;

/** A place on a line, and what the rows gain whose bands it lies in. */
interface Crossing {
  readonly t: number;
  readonly gain: number;
}

/** The geometric mean of the sizes of the first values, none counted as less than a millionth of the largest. */
function geometricMean(values: Float64Array): number {
  const sizes = values.subarray(0, SAMPLED).map(Math.abs);
  const least = 1e-6 * sizes.reduce((most, size) => Math.max(most, size), 1e-300);
  return exp(sizes.reduce((sum, size) => sum + log(Math.max(size, least)), 0) / Math.max(1, sizes.length));
}

/**
 * Where on a line most is gained, the linear predictors of the rows moving evenly along it: every band is then an interval of t, or for
 * sin one each turn, and the ends of the intervals in ascending order tell where they overlap most. First the line is cut into bins: the gains
 * of all that touch a bin bound what can be found in it, and few bins are worth sorting. Serves many lines, with storage made once.
 */
export class LineSweep {
  private readonly enter: Float64Array;
  private readonly leave: Float64Array;
  private readonly gain: Float64Array;
  private readonly firstBin: Int32Array;
  private readonly lastBin: Int32Array;
  private readonly bounds: Float64Array;
  private readonly promising: Int32Array;
  private count = 0;
  /** Intervals of all lines so far: what the sweeps took. */
  intervals = 0;

  constructor(private readonly bands: Bands) {
    // A band that repeats itself is crossed once each turn, and where the line begins and ends.
    const most = bands.periodic ? MOST_INTERVALS + 2 * bands.rows.length : bands.rows.length;
    this.enter = new Float64Array(most);
    this.leave = new Float64Array(most);
    this.gain = new Float64Array(most);
    this.firstBin = new Int32Array(most);
    this.lastBin = new Int32Array(most);
    this.bounds = new Float64Array(BINS * most + 1);
    this.promising = new Int32Array(BINS * most + 1);
  }

  /**
   * The place at which most is gained, if more than `bar`.
   * @param predictors the linear predictors of the bands' rows at t = 0
   * @param speeds by how much they change per unit of t; rows that stand still gain nothing here
   * @param part the part of the line that is looked at
   * @param bar what has to be exceeded
   * @param place where in that part, from 0 to 1, if there are too many intervals for all of it
   */
  best(
    predictors: Float64Array,
    speeds: Float64Array,
    part: Interval,
    bar: number,
    place: number,
  ): Crossing | undefined {
    const [from, to] = part;
    if (!(from < to)) return undefined;
    let length = to - from;
    if (this.bands.periodic) {
      const turns = speeds.reduce((sum, speed) => sum + (Math.abs(speed) * length) / TURN, 0);
      length *= Math.min(1, MOST_INTERVALS / turns);
    }
    const start = from + place * (to - from - length);
    this.findIntervals(predictors, speeds, start, start + length);
    this.intervals += this.count;
    const bound = this.boundBins(start, start + length);
    const first = this.mostOverlapped(this.intervalsIn(Math.max(bar, PROMISING * bound)), bar);
    const most = first?.gain ?? bar;
    // What the promising bins did not fulfil others still may.
    return most < PROMISING * bound ? (this.mostOverlapped(this.intervalsIn(most), most) ?? first) : first;
  }

  private findIntervals(predictors: Float64Array, speeds: Float64Array, from: number, to: number): void {
    const { low, high, gain, periodic } = this.bands;
    this.count = 0;
    for (let k = 0; k < gain.length; k++) {
      const u = predictors[k];
      const speed = speeds[k];
      if (!(Math.abs(speed) * (to - from) > 1e-9)) continue;
      if (!periodic) {
        this.add((low[k] - u) / speed, (high[k] - u) / speed, gain[k], from, to);
        continue;
      }
      const least = u + speed * (speed > 0 ? from : to);
      const turns = (Math.abs(speed) * (to - from)) / TURN + 1;
      const first = Math.ceil((least - high[k]) / TURN);
      // Counted from 0: a whole number of turns beyond 2^53 would not grow by one.
      for (let more = 0; more <= turns; more++) {
        const turn = TURN * (first + more);
        this.add((low[k] + turn - u) / speed, (high[k] + turn - u) / speed, gain[k], from, to);
      }
    }
  }

  private add(one: number, other: number, gain: number, from: number, to: number): void {
    const enter = Math.max(from, Math.min(one, other));
    const leave = Math.min(to, Math.max(one, other));
    if (!(enter < leave)) return;
    this.enter[this.count] = enter;
    this.leave[this.count] = leave;
    this.gain[this.count++] = gain;
  }

  /**
   * Cuts the line into bins, a few for each interval, and bounds what can be gained in each: what all intervals that touch it gain together. Returns the
   * highest bound. Crossings of lines with bands are ratios, spread like Cauchy's law around t = 0; those of a periodic curve spread evenly.
   */
  private boundBins(from: number, to: number): number {
    const { enter, leave, gain, bounds, firstBin, lastBin, count } = this;
    const { periodic } = this.bands;
    const scale = geometricMean(enter.subarray(0, count));
    const position = (t: number): number => (periodic ? t : t / (scale + Math.abs(t)));
    const bins = BINS * count;
    const [low, high] = [position(from), position(to)];
    const binOf = (t: number): number =>
      Math.max(0, Math.min(bins - 1, Math.floor(((position(t) - low) / (high - low)) * bins)));
    bounds.fill(0, 0, bins + 1);
    for (let k = 0; k < count; k++) {
      firstBin[k] = binOf(enter[k]);
      lastBin[k] = binOf(leave[k]);
      bounds[firstBin[k]] += gain[k];
      bounds[lastBin[k] + 1] -= gain[k];
    }
    let most = 0;
    for (let bin = 0, sum = 0; bin < bins; bin++) {
      sum += bounds[bin];
      bounds[bin] = sum;
      most = Math.max(most, sum);
    }
    return most;
  }

  /** The intervals that touch a bin whose bound exceeds `least`. */
  private intervalsIn(least: number): readonly number[] {
    const { bounds, promising, firstBin, lastBin, count } = this;
    const bins = BINS * count;
    for (let bin = 0; bin < bins; bin++) promising[bin + 1] = promising[bin] + (bounds[bin] > least ? 1 : 0);
    const kept: number[] = [];
    if (promising[bins] === 0) return kept;
    for (let k = 0; k < count; k++) if (promising[lastBin[k] + 1] > promising[firstBin[k]]) kept.push(k);
    return kept;
  }

  private mostOverlapped(intervals: readonly number[], bar: number): Crossing | undefined {
    const at = intervals.flatMap((k) => [this.enter[k], this.leave[k]]);
    const order = Int32Array.from(at, (_, k) => k).sort((one, other) => at[one] - at[other]);
    let sum = 0;
    let most = bar;
    let t = Number.NaN;
    for (let k = 0; k + 1 < order.length; k++) {
      const gain = this.gain[intervals[order[k] >> 1]];
      sum += order[k] % 2 === 0 ? gain : -gain;
      const [here, next] = [at[order[k]], at[order[k + 1]]];
      if (!(sum > most && here < next)) continue;
      most = sum;
      t = 0.5 * (here + next);
    }
    return most > bar ? { t, gain: most } : undefined;
  }
}
