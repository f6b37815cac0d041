import { type GateKind, gateValues, inVectorOrder } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { Path, PowerLaw } from "../../model/path";
import { type Rational, rational } from "../../numerics/rational";
import { bendsInside } from "../quadrature/relu-bend";

/** A coordinate of theta as limit + coefficient n^(-exponent/N), coefficient 0 where it does not move. */
export interface Move {
  readonly limit: number;
  readonly coefficient: number;
  readonly exponent: number;
}

/** Where a path goes, and how, with exponents as whole multiples of 1/N. */
export interface LimitPoint {
  /** N, even: 1/2 is N/2. */
  readonly denominator: number;
  /** The gate's parameters: lambda, or tau and beta. */
  readonly gate: readonly Move[];
  readonly eta: readonly Move[];
  readonly nu: Move;
}

const ZERO = rational(0);

const moves = (law: PowerLaw): boolean => law.coefficient !== 0 && law.exponent.compare(ZERO) !== 0;

function commonDenominator(exponents: readonly Rational[]): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  return exponents.reduce((n, e) => (n / gcd(n, Number(e.d))) * Number(e.d), 2);
}

/** The limit point of a path, or why it has none that can be expanded about. */
export function limitPoint(path: Path<GateKind>): LimitPoint | { readonly reason: string } {
  const laws = inVectorOrder<PowerLaw>(path);
  const moving = laws.filter(moves);
  if (moving.some(({ exponent }) => exponent.compare(ZERO) < 0)) {
    return { reason: "a power law with a negative exponent has no limit" };
  }
  const { expert } = path.model.prompt;
  // The stretch swept by a relu's bend counts with half its exponent.
  const halves = expert.kind === "activation" && expert.activation === "relu" ? 2 : 1;
  const denominator = halves * commonDenominator(moving.map(({ exponent }) => exponent));
  if (denominator > 1e9) return { reason: `the exponents have the common denominator ${denominator}: too large` };
  const read = (law: PowerLaw): Move => {
    if (!moves(law))
      return { limit: law.coefficient === 0 ? law.limit : law.limit + law.coefficient, coefficient: 0, exponent: 0 };
    return {
      limit: law.limit,
      coefficient: law.coefficient,
      exponent: Math.round(law.exponent.mul(denominator).valueOf()),
    };
  };
  const gate = gateValues<PowerLaw>(path).map(read);
  const point = { denominator, gate, eta: path.eta.map(read), nu: read(path.nu) };
  if (!(point.nu.limit > 0)) return { reason: `nu tends to ${point.nu.limit}; the prompt's density has no limit` };
  const constant = path.model.gate.kind === "constant";
  if (constant && gate[0].limit === 1)
    return { reason: "lambda tends to 1: the pre-trained component vanishes, not the prompt" };
  const bend = untraceableBend(path.model, point);
  if (!constant && expert.kind === "activation" && expert.activation === "relu" && bendsMove(path.model, point)) {
    return { reason: "relu's bend moves within the support of x, which is followed for a constant gate only" };
  }
  return bend === undefined ? point : { reason: bend };
}

/** Where lambda itself vanishes: its exponent; 0 for a softmax gate, whose share does not. */
export function vanishing({ gate }: LimitPoint): number {
  return gate.length === 1 && gate[0].limit === 0 ? gate[0].exponent : 0;
}

function bendsMove(model: ContaminatedMoe<GateKind>, { eta }: LimitPoint): boolean {
  const at = eta.map(({ limit }) => limit);
  return bendsInside(model.prompt.expert, model.covariates, at) && eta.some(({ coefficient }) => coefficient !== 0);
}

/**
 * relu(u) has a Taylor expansion on either side of its bend. Where the bend itself moves within the support, the stretch that
 * it sweeps has to be followed too (bend-layer.ts), which is done for one covariate.
 */
function untraceableBend(model: ContaminatedMoe<GateKind>, { eta }: LimitPoint): string | undefined {
  const { expert } = model.prompt;
  const at = eta.map(({ limit }) => limit);
  if (!bendsInside(expert, model.covariates, at)) return undefined;
  const lead = at.findIndex((value) => value !== 0);
  if (lead < 0) return "relu(0 x) bends everywhere at once: it has no expansion";
  if (model.covariates.dimension === 1) return undefined;
  for (const exponent of new Set(eta.filter(({ coefficient }) => coefficient !== 0).map((move) => move.exponent))) {
    const step = eta.map((move) => (move.exponent === exponent ? move.coefficient : 0));
    const parallel = step.every(
      (c, j) => Math.abs(c * at[lead] - step[lead] * at[j]) <= 1e-12 * Math.abs(c * at[lead]),
    );
    if (!parallel) return "relu's bend moves within the support of x: relu is not twice differentiable there";
  }
  return undefined;
}
