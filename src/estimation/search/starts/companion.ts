/** A start that is run beside the random ones and is none of them, and about how many rows of an iteration making it took. */
export interface Companion {
  readonly start: Float64Array;
  readonly rows: number;
}
