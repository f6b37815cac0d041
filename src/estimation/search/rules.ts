import type { TrustRegionOptions } from "./newton/trust-region";

/** How exactly optima are found: on a subsample an optimum is only a start for more rows. */
export interface Precision {
  readonly run: TrustRegionOptions;
  /** Optima nearer than this are one (DistinctOptima). */
  readonly distance: number;
  /** Are optima that give every row the same density one? Not on a subsample: more rows may tell them apart. */
  readonly merge: boolean;
  /** Runs that end further below the best interior optimum are given up. */
  readonly margin: number;
  /** Are ways sought that a study does without: from bounds and flat sides (along-coordinates.ts), small bumps, resonances? */
  readonly thorough: boolean;
}

/** When random starts end. */
export interface StopRule {
  /** Exactly so many; otherwise as many as the certificate asks for. */
  readonly draws: number | undefined;
  /** The bound of the unseen mass to be met. */
  readonly target: number;
  /** The bound where the best optimum is the frozen model, a spike, or carried by few rows, or responses lie far out or are tied. */
  readonly strictTarget: number;
  /** Iterations of all runs together after which an unmet bound is reported instead. */
  readonly mostIterations: number;
}

/** An iteration takes about as long as so many rows of it, however few there are; fewer in the many short runs of a thorough search. */
export function iterationRows(thorough: boolean): number {
  return thorough ? 250 : 500;
}
