import type { Certificate } from "../../estimation/search/optima/certificate";
import type { Nature } from "../../estimation/search/optima/nature";

/** One replicate's result: what is kept of a sample and its fit. Failures are records too. */
export interface StudyRecord {
  /** Letter of the scenario ("L"), or what stands before the "/" of one's own path. */
  readonly scenario: string;
  readonly path: string;
  readonly n: number;
  readonly replicate: number;
  readonly seed: number;
  /** (lambda, eta, nu); null when the fit failed altogether. */
  readonly estimate: readonly number[] | null;
  /** estimate - truth of that n, from the estimate's equivalent nearest to the truth where the expert has symmetries. */
  readonly error: readonly number[] | null;
  readonly logLikelihood: number | null;
  /** What the estimate is: an interior optimum, a spike, the frozen model. */
  readonly nature: Nature | null;
  /** Where the estimate is a spike: the best optimum that is none; null elsewhere, or where there is none. */
  readonly interior: InteriorOptimum | null;
  /** Largest component of the projected, scaled score. */
  readonly score: number | null;
  readonly iterations: number | null;
  /** Cost of the whole search in full-data passes. */
  readonly passes: number | null;
  /** Distinct local maxima found. */
  readonly optima: number | null;
  /** The search's certificate; null when the fit failed altogether. */
  readonly search: RecordedSearch | null;
  readonly converged: boolean;
  /** Parameters on a bound of the box. */
  readonly atBound: readonly string[];
  /** Why the fit stopped or failed, in words. */
  readonly reason: string;
  /** Wall clock; the only entry that may differ between two runs. */
  readonly seconds: number;
}

/** An optimum beside the estimate, told as the estimate is. */
export interface InteriorOptimum {
  readonly estimate: readonly number[];
  readonly error: readonly number[];
  readonly logLikelihood: number;
}

/** What is kept of a certificate. */
export type RecordedSearch = Pick<Certificate, "starts" | "reachedBest" | "seenOnce" | "unseenBound" | "satisfied">;

/** One cell of a study: the replicate's address. */
export interface Cell {
  readonly n: number;
  readonly replicate: number;
}

/** Where a record belongs. */
export type RecordAddress = Pick<StudyRecord, "scenario" | "path" | "n" | "replicate" | "seed">;

export function addressOf(path: string, seed: number, { n, replicate }: Cell): RecordAddress {
  return { scenario: path.split("/")[0], path, n, replicate, seed };
}

/** The record of a fit that gave no estimate: its address and the reason. */
export function failedRecord(address: RecordAddress, reason: string, seconds: number): StudyRecord {
  return {
    ...address,
    estimate: null,
    error: null,
    logLikelihood: null,
    nature: null,
    interior: null,
    score: null,
    iterations: null,
    passes: null,
    optima: null,
    search: null,
    converged: false,
    atBound: [],
    reason,
    seconds,
  };
}
