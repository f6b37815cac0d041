import { frozenCoordinates } from "../../../../src/model/frozen-coordinates";
import { valueAt } from "../../../../src/model/path";
import { rational } from "../../../../src/numerics/rational";
import { lawOf, type PowerLawJson } from "../../../../src/study/design/path-json";
import type { Experiment } from "../experiment";
import { type GateChoice, sixDigits, stillLaw } from "../gate-choice";
import { type LawPlace, lawAt, withLaw } from "../laws";
import type { ExplorerState } from "../state";

/** Exponents of lambda on the slider "how fast the prompt vanishes"; 0: it stays. */
export const VANISHING = ["0", "1/16", "1/8", "3/16", "1/4", "5/16", "3/8", "7/16", "1/2"] as const;
/** Exponents of the gap on the slider "how fast it merges"; 0: it stands apart. */
export const MERGING = ["0", "1/32", "1/16", "1/12", "3/32", "1/8", "5/32", "3/16", "7/32", "1/4"] as const;

/** Which part of the prompt differs from the frozen model. */
export const DIRECTIONS = ["slope", "bias", "variance", "resonance"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** kappa of Dnu = kappa Db^2 as the resonance slider has it, in sixtieths, where it is one. */
function kappaOfGaps(nu: number, bias: number): number {
  const kappa = nu / bias ** 2;
  const sixtieths = Math.round(60 * kappa);
  return Math.abs(60 * kappa - sixtieths) < 0.01 ? sixtieths / 60 : kappa;
}

/** The law's value at n. */
export function at(law: PowerLawJson, n: number): number {
  return valueAt(lawOf(law), n);
}

/** limit + coefficient n^-exponent through `value` at n; with the exponent 0 it stays there. */
export function through(value: number, n: number, limit: number, exponent: string): PowerLawJson {
  const power = rational(exponent).valueOf();
  return power === 0
    ? stillLaw(sixDigits(value))
    : { limit, coefficient: sixDigits((value - limit) * n ** power), exponent };
}

/** Does the parameter stay where it is? */
export function isStill({ coefficient, exponent }: PowerLawJson): boolean {
  return coefficient === 0 || rational(exponent).valueOf() === 0;
}

/** The place of an exponent on a slider: the nearest of its stops. */
export function stopOf(stops: readonly string[], exponent: string): number {
  const value = rational(exponent).valueOf();
  const distance = (stop: string): number => Math.abs(rational(stop).valueOf() - value);
  return stops.reduce((best, stop, k) => (distance(stop) < distance(stops[best]) ? k : best), 0);
}

/** lambda ~ n^-exponent; "0" where it stays away from 0, as the share of a softmax gate does. */
export function vanishingOf({ gate }: ExplorerState): string {
  if (gate.kind === "softmax") return "0";
  const { lambda } = gate;
  return lambda.limit === 0 && !isStill(lambda) ? lambda.exponent : "0";
}

/** The prompt vanishes at another speed from the share that it has at the first n; a softmax gate stays as it is. */
export function withVanishing({ gate, from }: ExplorerState, exponent: string): { readonly gate: GateChoice } {
  if (gate.kind === "softmax") return { gate };
  return { gate: { ...gate, lambda: through(at(gate.lambda, from), from, 0, exponent) } };
}

interface Gap {
  readonly place: LawPlace;
  readonly frozen: number;
  readonly kind: "slope" | "bias" | "variance";
}

/** The parameters in which prompt and frozen model can agree; none where h0 is not in the prompt's class. */
function coordinates(state: ExplorerState, { path }: Experiment): readonly Gap[] {
  const frozen = frozenCoordinates(path.model);
  if (frozen === undefined) return [];
  const slopes = state.eta.length - (state.prompt.bias ? 1 : 0);
  return [
    ...frozen.map((value, j) => ({
      place: `eta.${j}` as const,
      frozen: value,
      kind: j < slopes ? ("slope" as const) : ("bias" as const),
    })),
    { place: "nu", frozen: state.nu0, kind: "variance" },
  ];
}

/** Those that differ, the one that sets the pace first: a bias, else a slope, else the variance. */
function gapsOf(state: ExplorerState, experiment: Experiment): readonly Gap[] {
  const rank = { bias: 0, slope: 1, variance: 2 } as const;
  return coordinates(state, experiment)
    .filter(({ place, frozen }) => {
      const { limit, coefficient } = lawAt(state, place);
      return limit !== frozen || coefficient !== 0;
    })
    .sort((left, right) => rank[left.kind] - rank[right.kind]);
}

/** The parameter whose gap to the frozen model sets the pace; undefined where none differs, or none could agree. */
export function leadingGap(state: ExplorerState, experiment: Experiment): LawPlace | undefined {
  return gapsOf(state, experiment)[0]?.place;
}

/** The directions that this prompt can take. */
export function directionsOf(state: ExplorerState, experiment: Experiment): readonly Direction[] {
  const kinds = new Set(coordinates(state, experiment).map(({ kind }) => kind));
  return DIRECTIONS.filter((one) => (one === "resonance" ? kinds.has("bias") : kinds.has(one)));
}

/** The direction of the gap; undefined where several parameters differ in another way, or none. */
export function directionOf(state: ExplorerState, experiment: Experiment): Direction | undefined {
  const kinds = gapsOf(state, experiment)
    .map(({ kind }) => kind)
    .join();
  if (kinds === "bias,variance") return "resonance";
  return DIRECTIONS.find((one) => one === kinds);
}

/** The exponent at which the leading gap closes; "0" where prompt and frozen model stand apart. */
export function mergingOf(state: ExplorerState, experiment: Experiment): string {
  const [lead] = gapsOf(state, experiment);
  const law = lead && lawAt(state, lead.place);
  return law && lead && law.limit === lead.frozen && !isStill(law) ? law.exponent : "0";
}

/** The law of nu with Dnu = kappa Db^2, where the bias follows this law. */
function resonantNu({ nu0, from }: ExplorerState, bias: PowerLawJson, frozen: number, kappa: number): PowerLawJson {
  if (isStill(bias)) return through(nu0 + kappa * (at(bias, from) - frozen) ** 2, from, nu0, "0");
  return {
    limit: nu0,
    coefficient: kappa * bias.coefficient ** 2,
    exponent: rational(bias.exponent).mul(2).toFraction(),
  };
}

/** The gap closes at another speed from the size that it has at the first n; in resonance, nu at twice the speed. */
export function withMerging(state: ExplorerState, experiment: Experiment, exponent: string): Partial<ExplorerState> {
  let next = state;
  for (const { place, frozen } of gapsOf(state, experiment)) {
    const law = through(at(lawAt(state, place), state.from), state.from, frozen, exponent);
    next = { ...next, ...withLaw(next, place, law) };
  }
  if (directionOf(state, experiment) !== "resonance") return { eta: next.eta, nu: next.nu };
  const [bias] = gapsOf(state, experiment);
  const gap = at(lawAt(state, bias.place), state.from) - bias.frozen;
  const kappa = kappaOfGaps(at(state.nu, state.from) - state.nu0, gap);
  return { eta: next.eta, nu: resonantNu(state, lawAt(next, bias.place), bias.frozen, kappa) };
}

const RESONANCE = 1 / 3;

/** The gap turned into another direction: as large at the first n and as fast as before; in resonance Dnu = Db^2/3. */
export function withDirection(
  state: ExplorerState,
  experiment: Experiment,
  direction: Direction,
): Partial<ExplorerState> {
  const all = coordinates(state, experiment);
  const [lead] = gapsOf(state, experiment);
  const size = lead ? Math.abs(at(lawAt(state, lead.place), state.from) - lead.frozen) : 1;
  const speed = mergingOf(state, experiment);
  const wanted = direction === "resonance" ? "bias" : direction;
  const first = all.find(({ kind }) => kind === wanted);
  let next = state;
  for (const gap of all) {
    const closed = stillLaw(gap.frozen);
    const open = through(gap.frozen + size, state.from, gap.frozen, speed);
    next = { ...next, ...withLaw(next, gap.place, gap === first ? open : closed) };
  }
  if (direction === "resonance" && first) {
    return { eta: next.eta, nu: resonantNu(next, lawAt(next, first.place), first.frozen, RESONANCE) };
  }
  return { eta: next.eta, nu: next.nu };
}

/**
 * The gap moved so that at this n the prompt's mean at x shifts by `shift`, or, on a variance path, its standard deviation
 * does. What is on a curve of resonance stays on it. Undefined where nothing can be moved.
 * @param slope the derivative of the mean in the linear predictor, h'(u) at x
 */
export function withShift(
  state: ExplorerState,
  experiment: Experiment,
  { n, x, shift, slope }: { readonly n: number; readonly x: number; readonly shift: number; readonly slope: number },
): Partial<ExplorerState> | undefined {
  const all = coordinates(state, experiment);
  const [lead] = gapsOf(state, experiment);
  const moved = lead ?? all.find(({ kind }) => kind === "bias") ?? all[0];
  if (moved === undefined) return undefined;
  const law = lawAt(state, moved.place);
  const now = at(law, n);
  let value: number;
  if (moved.kind === "variance") value = Math.max(1e-4, Math.sqrt(now) + shift) ** 2;
  else {
    const perUnit = slope * (moved.kind === "slope" ? x : 1);
    if (Math.abs(perUnit) < 0.05) return undefined;
    value = now + shift / perUnit;
  }
  const next = through(value, n, isStill(law) ? value : law.limit, isStill(law) ? "0" : law.exponent);
  const patch = withLaw(state, moved.place, next);
  if (directionOf(state, experiment) !== "resonance" || isStill(law)) return patch;
  const kappa = kappaOfGaps(state.nu.coefficient, law.coefficient);
  return { ...patch, nu: resonantNu(state, next, moved.frozen, kappa) };
}
