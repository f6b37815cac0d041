import { COLUMN } from "../../../model/sample/columns";
import { exp, log } from "../../../numerics/elementary";
import { RandomStream, type StreamKey } from "../../../numerics/random-stream";

/** A random start needs a stream; this one is used where the caller names none. */
export const DEFAULT_STARTS_KEY: StreamKey = { seed: 20241016, path: "starts", n: 0, replicate: 0 };

/** Uniforms drawn at first; then as many again each time. */
const BATCH = 32;

/**
 * The uniforms of random start number `index`: entry i is a function of (key, index, i) alone, so a search with more
 * starts runs the same ones first.
 */
export class StartUniforms {
  private readonly stream: RandomStream;
  /** Of the column so many entries are drawn, and so many of these used. */
  private values = new Float64Array(BATCH);
  private column: number = COLUMN.starts;
  private drawn = 0;
  private used = 0;

  constructor(key: StreamKey) {
    this.stream = new RandomStream(key);
  }

  /** Begins the uniforms of another start. */
  begin(index: number): void {
    this.column = COLUMN.starts + index;
    this.drawn = 0;
    this.used = 0;
  }

  next(): number {
    if (this.used === this.drawn) this.draw(Math.max(BATCH, 2 * this.drawn));
    return this.values[this.used++];
  }

  private draw(count: number): void {
    if (count > this.values.length) {
      const longer = new Float64Array(count);
      longer.set(this.values);
      this.values = longer;
    }
    this.stream.uniforms(this.column, this.values, count, this.drawn);
    this.drawn = count;
  }

  /** A whole number from 0 to count - 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  between(low: number, high: number): number {
    // Halves: a box may be wider than the largest number.
    return 2 * (0.5 * low + (0.5 * high - 0.5 * low) * this.next());
  }

  /** Between low and high, uniform in the logarithm; 0 < low <= high. */
  logBetween(low: number, high: number): number {
    return exp(this.between(log(low), log(high)));
  }
}
