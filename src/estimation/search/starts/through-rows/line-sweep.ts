import type { Interval } from "../../../../model/box";
import { type Bands, bandHolds, TURN } from "./bands";

/** Intervals of one line, about, at most: where sin turns more often only a part of the line, anywhere, is looked at. */
const MOST_INTERVALS = 1024;
/** Bins of a line, for each of its intervals. */
const BINS = 4;
/** Intervals that say how far out the others are. */
const SAMPLED = 15;
/** Room for so many intervals is made at first, or for every band that does not repeat itself. */
const ROOM = 64;
/** Lines end here at the latest: their length is to be a number. */
const LONGEST = Number.MAX_VALUE / 4;
/** Predictors that change by less, against the width of their band, along the part of the line that is looked at stand still. */
const STILL = 1e-9;
/** A sum of gains that differs by less is the same sum, added up in another order. */
const SAME_GAIN = 1e-9;

/** A place on a line, and what the rows gain whose bands it lies in. */
interface Crossing {
  readonly t: number;
  readonly gain: number;
}

/** The median size of the nearer ends of the first intervals, at least a millionth of the largest; `sorted` is room for them. */
function medianSize(enter: Float64Array, leave: Float64Array, count: number, sorted: Float64Array): number {
  const sampled = Math.min(count, sorted.length);
  for (let k = 0; k < sampled; k++) {
    const size = Math.min(Math.abs(enter[k]), Math.abs(leave[k]));
    let at = k;
    for (; at > 0 && sorted[at - 1] > size; at--) sorted[at] = sorted[at - 1];
    sorted[at] = size;
  }
  return Math.max(sorted[sampled >> 1], 1e-6 * sorted[sampled - 1], 1e-300);
}

/** Where t lies among the bins: as it is where crossings spread evenly (no scale), or drawn together beyond the scale. */
function positionOf(t: number, scale: number | undefined): number {
  return scale === undefined ? t : t / (scale + Math.abs(t));
}

/**
 * Where on a line most is gained, the linear predictors of the rows moving evenly along it: every band is then an interval of t, or for
 * sin one each turn, and the ends of the intervals in ascending order tell where they overlap most. The line is cut into bins: the gains
 * of all that touch a bin bound what can be found in it, and in few bins the ends are worth sorting. Serves many lines, with storage made once.
 */
export class LineSweep {
  private enter = new Float64Array();
  private leave = new Float64Array();
  private gain = new Float64Array();
  private firstBin = new Int32Array();
  private lastBin = new Int32Array();
  private bounds = new Float64Array();
  private readonly sizes = new Float64Array(SAMPLED);
  /** The ends of bin b are ends[endsBefore[b]] to ends[endsBefore[b + 1] - 1]. */
  private ends = new Int32Array();
  private endsBefore = new Int32Array();
  private count = 0;
  /** What the rows gain that stand still in their bands. */
  private standing = 0;
  /** Intervals of all lines so far: what the sweeps took. */
  intervals = 0;

  constructor(private readonly bands: Bands) {
    this.makeRoom(Math.max(ROOM, bands.periodic ? 0 : bands.rows.length));
  }

  /** Room for so many intervals; those found stay. A band that repeats itself is crossed once each turn. */
  private makeRoom(most: number): void {
    const grown = (values: Float64Array): Float64Array<ArrayBuffer> => {
      const longer = new Float64Array(most);
      longer.set(values);
      return longer;
    };
    this.enter = grown(this.enter);
    this.leave = grown(this.leave);
    this.gain = grown(this.gain);
    this.firstBin = new Int32Array(most);
    this.lastBin = new Int32Array(most);
    this.bounds = new Float64Array(BINS * most + 1);
    this.ends = new Int32Array(2 * most);
    this.endsBefore = new Int32Array(BINS * most + 2);
  }

  /**
   * The place at which most is gained, if more than `bar` and not by rows alone that stand still in their bands, which gain everywhere.
   * @param predictors the linear predictors of the bands' rows at t = 0
   * @param speeds by how much they change per unit of t
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
    const [from, to] = [Math.max(part[0], -LONGEST), Math.min(part[1], LONGEST)];
    if (!(from < to)) return undefined;
    let length = to - from;
    if (this.bands.periodic) {
      const turns = speeds.reduce((sum, speed) => sum + (Math.abs(speed) * length) / TURN, 0);
      length *= Math.min(1, MOST_INTERVALS / turns);
    }
    const start = from + place * (to - from - length);
    this.findIntervals(predictors, speeds, start, start + length);
    this.intervals += this.count;
    if (this.count === 0) return undefined;
    const others = bar - this.standing + SAME_GAIN;
    if (!(this.boundBins(start, start + length) > others)) return undefined;
    this.sortEnds();
    const found = this.mostOverlapped(others);
    return found && { t: found.t, gain: found.gain + this.standing };
  }

  private findIntervals(predictors: Float64Array, speeds: Float64Array, from: number, to: number): void {
    const { low, high, gain, periodic } = this.bands;
    this.count = 0;
    this.standing = 0;
    for (let k = 0; k < gain.length; k++) {
      const u = predictors[k];
      const speed = speeds[k];
      if (!(Math.abs(speed) * (to - from) > STILL * Math.min(1, high[k] - low[k]))) {
        if (bandHolds(this.bands, k, u)) this.standing += gain[k];
        continue;
      }
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
    if (this.count === this.enter.length) this.makeRoom(2 * this.count);
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
    const scale = periodic ? undefined : medianSize(enter, leave, count, this.sizes);
    const low = positionOf(from, scale);
    const bins = BINS * count;
    const binsPerUnit = bins / (positionOf(to, scale) - low);
    bounds.fill(0, 0, bins + 1);
    for (let k = 0; k < count; k++) {
      firstBin[k] = Math.max(0, Math.min(bins - 1, Math.floor((positionOf(enter[k], scale) - low) * binsPerUnit)));
      lastBin[k] = Math.max(0, Math.min(bins - 1, Math.floor((positionOf(leave[k], scale) - low) * binsPerUnit)));
      bounds[firstBin[k]] += gain[k];
      bounds[lastBin[k] + 1] -= gain[k];
    }
    let most = 0;
    let sum = 0;
    for (let bin = 0; bin < bins; bin++) {
      sum += bounds[bin];
      bounds[bin] = sum;
      if (sum > most) most = sum;
    }
    return most;
  }

  /** The ends of the intervals by bin: 2 k where interval k begins, 2 k + 1 where it ends; within a bin in no order. */
  private sortEnds(): void {
    const { firstBin, lastBin, ends, endsBefore, count } = this;
    const bins = BINS * count;
    endsBefore.fill(0, 0, bins + 2);
    for (let k = 0; k < count; k++) {
      endsBefore[firstBin[k] + 2]++;
      endsBefore[lastBin[k] + 2]++;
    }
    for (let bin = 2; bin <= bins; bin++) endsBefore[bin + 1] += endsBefore[bin];
    // Counting sort: while it goes on endsBefore[bin + 1] is where the next end of the bin goes, in the end where the bin's ends end.
    for (let k = 0; k < count; k++) {
      ends[endsBefore[firstBin[k] + 1]++] = 2 * k;
      ends[endsBefore[lastBin[k] + 1]++] = 2 * k + 1;
    }
  }

  private timeOf(end: number): number {
    return end % 2 === 0 ? this.enter[end >> 1] : this.leave[end >> 1];
  }

  /** Sorts ends[from..to) by where they lie, by insertion: there are few in a bin. */
  private order(from: number, to: number): void {
    const { ends } = this;
    for (let e = from + 1; e < to; e++) {
      const end = ends[e];
      const t = this.timeOf(end);
      let at = e;
      for (; at > from && !(this.timeOf(ends[at - 1]) <= t); at--) ends[at] = ends[at - 1];
      ends[at] = end;
    }
  }

  /** Where most intervals overlap, by gain: bin after bin, those left out of which the bounds say that they hold nothing better. */
  private mostOverlapped(bar: number): Crossing | undefined {
    const { bounds, ends, endsBefore, gain, count } = this;
    let sum = 0;
    let most = bar;
    let t = Number.NaN;
    for (let bin = 0; bin < BINS * count; bin++) {
      const [from, to] = [endsBefore[bin], endsBefore[bin + 1]];
      const looked = bounds[bin] > most;
      if (looked) this.order(from, to);
      for (let e = from; e < to; e++) {
        sum += ends[e] % 2 === 0 ? gain[ends[e] >> 1] : -gain[ends[e] >> 1];
        if (!(looked && sum > most)) continue;
        const here = this.timeOf(ends[e]);
        const next = e + 1 < to ? this.timeOf(ends[e + 1]) : this.firstAfter(bin);
        if (!(here < next)) continue;
        most = sum;
        t = 0.5 * (here + next);
      }
    }
    return most > bar ? { t, gain: most } : undefined;
  }

  /** Where the first end beyond a bin lies. */
  private firstAfter(bin: number): number {
    const { ends, endsBefore, count } = this;
    const from = endsBefore[bin + 1];
    if (from === 2 * count) return Number.NaN;
    let next = bin + 1;
    while (endsBefore[next + 1] === from) next++;
    let first = Number.POSITIVE_INFINITY;
    for (let e = from; e < endsBefore[next + 1]; e++) first = Math.min(first, this.timeOf(ends[e]));
    return first;
  }
}
