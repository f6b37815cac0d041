import type { Box, Interval } from "../../model/box";
import { type GateKind, inVectorOrder, toVector } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type ParameterGroup, parameterVector } from "../../model/parameters";
import { roundingOf } from "../../model/sample/rounding";
import type { Sample } from "../../model/sample/sample";
import { fewRows, promptRowsOf } from "../search/optima/nature";
import type { Fit } from "./fit";
import { type FitOptions, fit } from "./maximum-likelihood";

/**
 * How far a bound goes out when it stops a search and nobody stated it: eta's intervals from their middles, nu's bound
 * by multiplication or division. lambda's bounds are those of a share, and tau's of log-odds: beyond them the share is 0 or 1.
 * beta's stay as well: where they stop the search, the gate separates the rows and the likelihood has no maximum.
 */
export const WIDENING: Readonly<Record<Exclude<ParameterGroup, "lambda" | "tau" | "beta">, number>> = {
  eta: 10,
  nu: 1e4,
};

/** A fit in a box that nobody stated, with the box that held at last. */
export interface WidenedFit<G extends GateKind = "constant"> {
  readonly fit: Fit<G>;
  readonly box: Box<G>;
  /** The parameters whose interval was widened. */
  readonly widened: readonly string[];
}

/** Slopes and bias make up for each other: where one is stopped all are let out, to both sides. */
function further([low, high]: Interval): Interval {
  const middle = 0.5 * low + 0.5 * high;
  const reach = WIDENING.eta * (high - middle);
  return [middle - reach, middle + reach];
}

/** A variance below that of the rounding itself would only fit ties. */
function furtherVariance([low, high]: Interval, value: number, least: number): Interval {
  return value <= low ? [Math.min(low, Math.max(low / WIDENING.nu, least)), high] : [low, high * WIDENING.nu];
}

/** The box with the bounds that stopped a search moved out once; the box itself where none was, or none should be. */
function widenedBox<G extends GateKind>(model: ContaminatedMoe<G>, sample: Sample, found: Fit<G>): Box<G> {
  const { estimate, atBound, nature } = found;
  // With no prompt eta and nu mean nothing; around a few rows the likelihood has no maximum for a box to miss.
  if (nature === "frozen" || carriesFewRows(model, sample, found)) return model.box;
  const { step } = roundingOf(sample.y) ?? { step: 0 };
  const entries = parameterVector(model);
  const stopped = (group: ParameterGroup): boolean =>
    entries.some((entry) => entry.group === group && !isPoint(entry.bounds) && atBound.includes(entry.name));
  return {
    ...model.box,
    eta: model.box.eta.map((interval) => (isPoint(interval) || !stopped("eta") ? interval : further(interval))),
    nu: stopped("nu") ? furtherVariance(model.box.nu, estimate.nu, (step * step) / 12) : model.box.nu,
  };
}

function carriesFewRows<G extends GateKind>(model: ContaminatedMoe<G>, sample: Sample, { estimate }: Fit<G>): boolean {
  const theta = toVector(estimate);
  return fewRows(promptRowsOf(model, sample, sample.n)(theta), theta.length);
}

function isPoint([low, high]: Interval): boolean {
  return low === high;
}

/**
 * Maximum likelihood in a box that nobody stated: where it stops the search (not at a spike around a few rows) it is
 * widened once, and the search goes on there. The likelihood of the wider box is never less. Were its maximum a spike
 * around a few rows, which only the wider box allows, the best optimum that is none is the estimate.
 */
export function fitWideningOnce<G extends GateKind>(
  model: ContaminatedMoe<G>,
  sample: Sample,
  options: FitOptions<G> = {},
): WidenedFit<G> {
  const first = fit(model, sample, options);
  const box = widenedBox(model, sample, first);
  const [before, after] = [inVectorOrder<Interval>(model.box), inVectorOrder<Interval>(box)];
  const moved = parameterVector(model).filter((_, j) => before[j].some((bound, side) => bound !== after[j][side]));
  if (moved.length === 0) return { fit: first, box: model.box, widened: [] };
  const wider = { ...model, box };
  let found = fit(wider, sample, options);
  if (carriesFewRows(model, sample, found)) found = fit(wider, sample, { ...options, report: "interior" });
  const spike = carriesFewRows(model, sample, found);
  if (spike || !(found.logLikelihood >= first.logLikelihood)) return { fit: first, box: model.box, widened: [] };
  return { fit: found, box, widened: moved.map(({ name }) => name) };
}
