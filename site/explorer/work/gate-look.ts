import { fit } from "../../../src/estimation/fit/maximum-likelihood";
import type { Parameters } from "../../../src/model/by-parameter";
import { truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import { type PathJson, pathOf } from "../../../src/study/design/path-json";

/** A path with a softmax gate, and its first data set at n. */
export interface GateSubject {
  readonly path: PathJson<"softmax">;
  readonly seed: number;
  readonly n: number;
}

/** In eight covariates a cold search over more rows keeps the reader waiting. */
export const LARGEST_GATE = 20_000;

/** What the library's cold fit finds. @throws Error where n is larger than a page can wait for */
export function lookAtGate({ path: json, seed, n }: GateSubject): Parameters<"softmax"> {
  if (n > LARGEST_GATE)
    throw new Error(`Up to n = ${LARGEST_GATE} a gate is estimated in the page; "cmoe study" goes on.`);
  const path = pathOf({ path: json });
  const sample = drawSample(path.model, truthAt(path, n), { seed, path: path.id, n, replicate: 0 });
  return fit(path.model, sample).estimate;
}
