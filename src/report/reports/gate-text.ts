import type { GateKind, Parameters } from "../../model/by-parameter";

/** "lambda = 0.5", or "tau = 1, beta = [0.5, 0.3]": the gate of an estimate in words. */
export function gateText(at: Parameters<GateKind>, digits: number): string {
  if ("lambda" in at) return `lambda = ${at.lambda.toPrecision(digits)}`;
  return `tau = ${at.tau.toPrecision(digits)}, beta = [${at.beta.map((slope) => slope.toPrecision(digits)).join(", ")}]`;
}
