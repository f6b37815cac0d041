import type { GateKind } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import { type PathJson, pathOf } from "./path-json";

/**
 * Everything that decides the records of a study, as plain JSON. Replicate r at size n draws from the stream
 * (seed, path.id, n, r); "warm" fits start at the truth, which no estimator can (for comparison only).
 */
export interface Design {
  readonly path: PathJson<GateKind>;
  /** Ascending. */
  readonly sizes: readonly number[];
  /** Replicates 0..replications-1 at every size. */
  readonly replications: number;
  readonly seed: number;
  readonly start: "cold" | "warm";
  /** Random starts per fit; null leaves it to the estimator. */
  readonly starts: number | null;
  /** Version of contaminated-moe. */
  readonly version: string;
}

/** "lambda", the entries of eta, "nu": the order of estimates and errors in every record. */
export function parametersOf(design: Design): readonly string[] {
  return vectorNames(pathOf(design).model);
}

/** How many records a finished study has. */
export function totalRecords(design: Design): number {
  return design.sizes.length * design.replications;
}
