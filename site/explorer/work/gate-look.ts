import { fit } from "../../../src/estimation/fit/maximum-likelihood";
import type { Parameters } from "../../../src/model/by-parameter";
import { truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import { softmaxPath } from "../../../src/study/design/softmax-paths";

/** A named path with a softmax gate, and its first data set at n. */
export interface GateSubject {
  readonly id: string;
  readonly seed: number;
  readonly n: number;
}

export interface GateLook {
  readonly truth: Parameters<"softmax">;
  readonly estimate: Parameters<"softmax">;
}

/** In eight covariates a cold search over more rows keeps the reader waiting. */
export const LARGEST_GATE = 20_000;

/** The gate, and the one that the library's cold fit finds. @throws Error where n is larger than a page can wait for */
export function lookAtGate({ id, seed, n }: GateSubject): GateLook {
  if (n > LARGEST_GATE)
    throw new Error(`Up to n = ${LARGEST_GATE} a gate is estimated in the page; "cmoe study" goes on.`);
  const { path } = softmaxPath(id);
  const truth = truthAt(path, n);
  const sample = drawSample(path.model, truth, { seed, path: path.id, n, replicate: 0 });
  return { truth, estimate: fit(path.model, sample).estimate };
}
