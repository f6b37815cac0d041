import type { GateKind } from "../../model/by-parameter";
import { type ContaminatedMoe, hasConstantGate } from "../../model/contaminated-moe";
import type { Path } from "../../model/path";
import { limitPoint } from "../expansion/limit-point";
import { isGaussian } from "../quadrature/gaussian-shape";

/** An open gap: the limit of a path whose lambda vanishes beside a Gaussian f0. */
export interface OpenGap {
  readonly model: ContaminatedMoe;
  readonly eta: readonly number[];
  readonly nu: number;
}

/** The open gap of such a path and s of lambda ~ n^-s, for x in a bounded set of at most two dimensions; undefined for all other paths. */
export function openGap(path: Path<GateKind>): { readonly gap: OpenGap; readonly s: number } | undefined {
  const { model } = path;
  const point = limitPoint(path);
  if ("reason" in point || !hasConstantGate(model) || !isGaussian(model.pretrained.density)) return undefined;
  const [lambda] = point.gate;
  if (lambda.limit !== 0) return undefined;
  if (model.covariates.law === "normal" || model.covariates.dimension > 2) return undefined;
  const s = lambda.exponent / point.denominator;
  return { gap: { model, eta: point.eta.map(({ limit }) => limit), nu: point.nu.limit }, s };
}
