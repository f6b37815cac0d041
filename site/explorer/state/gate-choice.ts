import { type ByParameter, type GateKind, gateValues, mapParameters } from "../../../src/model/by-parameter";
import { logistic, logOdds } from "../../../src/model/gate";
import { valueAt } from "../../../src/model/path";
import { lawOf, type PowerLawJson } from "../../../src/study/design/path-json";

/** How the share of the prompt depends on x, as the controls hold it: the gate's parameters are laws. */
export type GateChoice =
  | { readonly kind: "constant"; readonly lambda: PowerLawJson }
  | { readonly kind: "softmax"; readonly tau: PowerLawJson; readonly beta: readonly PowerLawJson[] };

/** What has a gate and a prompt whose parameters are laws. */
export interface LawHolder {
  readonly gate: GateChoice;
  readonly eta: readonly PowerLawJson[];
  readonly nu: PowerLawJson;
}

/** The laws of all parameters, by group. */
export function lawsOf({ gate, eta, nu }: LawHolder): ByParameter<PowerLawJson, GateKind> {
  return gate.kind === "constant" ? { lambda: gate.lambda, eta, nu } : { tau: gate.tau, beta: gate.beta, eta, nu };
}

/** The inverse of {@link lawsOf}. */
export function lawHolder(laws: ByParameter<PowerLawJson, GateKind>): LawHolder {
  const { eta, nu } = laws;
  const gate: GateChoice =
    "lambda" in laws ? { kind: "constant", lambda: laws.lambda } : { kind: "softmax", tau: laws.tau, beta: laws.beta };
  return { gate, eta, nu };
}

/** A parameter that stays where it is. */
export function stillLaw(value: number): PowerLawJson {
  return { limit: value, coefficient: 0, exponent: "0" };
}

/** The slopes of a gate over that many covariates: those that are there first, then 0. */
export function withSlopes(gate: GateChoice, dimension: number): GateChoice {
  if (gate.kind === "constant") return gate;
  return { ...gate, beta: Array.from({ length: dimension }, (_, j) => gate.beta[j] ?? stillLaw(0)) };
}

/** Where tau is sought: a share nearer to 0 or 1 becomes one of its ends. */
const LARGEST_LOG_ODDS = 10;

/**
 * The same share at the first n under another kind of gate: tau = log(lambda / (1 - lambda)) and beta = 0, or
 * lambda = pi(0). What moved stands still: a share that vanishes is no softmax gate's, and the reverse.
 */
export function otherGate(gate: GateChoice, kind: GateKind, dimension: number, n: number): GateChoice {
  if (gate.kind === kind) return gate;
  const [first] = gateValues(
    mapParameters(lawsOf({ gate, eta: [], nu: stillLaw(1) }), (law) => valueAt(lawOf(law), n)),
  );
  if (gate.kind === "softmax") return { kind: "constant", lambda: stillLaw(sixDigits(logistic(first))) };
  const odds = first > 0 ? (first < 1 ? logOdds(first) : LARGEST_LOG_ODDS) : -LARGEST_LOG_ODDS;
  // Always six digits: of three, taken where they nearly say the same, the share would not come back (0.178, 0.177994).
  const tau = stillLaw(Number(Math.min(LARGEST_LOG_ODDS, Math.max(-LARGEST_LOG_ODDS, odds)).toPrecision(6)));
  return withSlopes({ kind: "softmax", tau, beta: [] }, dimension);
}

/** Six digits, or three where they say the same: what was moved and moved back is what it was. */
export function sixDigits(value: number): number {
  const short = Number(value.toPrecision(3));
  return Math.abs(value - short) <= 3e-5 * Math.abs(short) ? short : Number(value.toPrecision(6));
}
