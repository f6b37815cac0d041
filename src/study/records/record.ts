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
  /** estimate - truth of that n. */
  readonly error: readonly number[] | null;
  readonly logLikelihood: number | null;
  /** Largest component of the projected, scaled score. */
  readonly score: number | null;
  readonly iterations: number | null;
  /** Cost of the whole search in full-data passes. */
  readonly passes: number | null;
  /** Distinct local maxima found. */
  readonly optima: number | null;
  readonly converged: boolean;
  /** Parameters on a bound of the box. */
  readonly atBound: readonly string[];
  /** Why the fit stopped or failed, in words. */
  readonly reason: string;
  /** Wall clock; the only entry that may differ between two runs. */
  readonly seconds: number;
}

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
    score: null,
    iterations: null,
    passes: null,
    optima: null,
    converged: false,
    atBound: [],
    reason,
    seconds,
  };
}
