import { COLUMN } from "../../../model/sample/columns";
import { exp, log } from "../../../numerics/elementary";
import { RandomStream, type StreamKey } from "../../../numerics/random-stream";

/** A random start needs a stream; this one is used where the caller names none. */
export const DEFAULT_STARTS_KEY: StreamKey = { seed: 20241016, path: "starts", n: 0, replicate: 0 };

/** Uniforms drawn at a time. */
const BATCH = 32;

/**
 * The uniforms of random start number `index`: entry i is a function of (key, index, i) alone, so a search with more
 * starts runs the same ones first.
 */
export class StartUniforms {
  private readonly stream: RandomStream;
  private values = new Float64Array(BATCH);
  private column: number = COLUMN.starts;
  private used = BATCH;
  private drawn = 0;

  constructor(key: StreamKey) {
    this.stream = new RandomStream(key);
  }

  /** Begins the uniforms of another start. */
  begin(index: number): void {
    this.column = COLUMN.starts + index;
    this.drawn = 0;
    this.used = this.values.length;
  }

  next(): number {
    if (this.used === this.values.length) {
      // Column by column from entry 0: a start that needs more draws its column again, longer.
      if (this.drawn > 0) this.values = new Float64Array(2 * this.values.length);
      this.stream.uniforms(this.column, this.values);
      this.used = this.drawn;
    }
    this.drawn++;
    return this.values[this.used++];
  }

  /** A whole number from 0 to count - 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Between low and high, uniform in the logarithm; 0 < low <= high. */
  logBetween(low: number, high: number): number {
    return exp(this.between(log(low), log(high)));
  }
}
