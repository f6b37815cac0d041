import { hasActivation } from "../../../../model/expert";
import type { Rounding } from "../../../../model/sample/rounding";
import type { DistinctOptima } from "../../optima/distinct-optima";
import type { Companion } from "../companion";
import { LATER } from "../random-start";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";
import { exchangedRows, type KnownBands } from "./exchanged-rows";
import { anotherFrequency, hop, nudge } from "./hop";
import { resonantStart } from "./resonant";

/** After so many random starts a contender is moved (hop.ts); where other sets of rows must be feared after each. */
const HOP_EVERY = 4;
/** After so many random starts a new frequency of sin is sought for the rows of a contender. */
const PERIODOGRAM_EVERY = 2;
/** After so many random starts slopes are tried at which sin repeats itself on rounded covariates. */
const RESONANT_EVERY = 2;

/**
 * Rows on a contender's curve are exchanged after every eighth random start, later after every 32nd; where other sets of rows must be feared after every
 * second, and after each while the best optimum was found so few starts ago.
 */
const EXCHANGE_EVERY = 8;
const LATER_EVERY = 32;
const CONTESTED_EVERY = 2;
const RECENT = 64;

/** What the likelihood says of a parameter vector. */
interface Judge {
  readonly value: (theta: Float64Array) => number;
  /** The prompt's posterior probability of every row. */
  readonly posteriors: (theta: Float64Array) => Float64Array;
}

/** What a thorough search knows beside. */
interface Thorough {
  /** The grids of rounded covariates, for sin (resonantGrids). */
  readonly grids: readonly Rounding[] | undefined;
  /** Must other sets of rows be feared? */
  readonly contested: () => boolean;
  /** The bands of the contenders whose rows were exchanged. */
  readonly bands: KnownBands;
}

/**
 * The starts beside random start number `index`, one after the other, each from what is known by then: for sin another
 * frequency for a contender's rows; a contender moved, each time where other sets of rows must be feared and for relu, since
 * every row that may cross its kink adds its own small optima; and in a `thorough` search the rows on its curve exchanged, for relu the best optimum nudged, for sin on rounded covariates its resonances.
 */
export function* movedContenders(
  data: StartData,
  optima: DistinctOptima,
  judge: Judge,
  uniforms: StartUniforms,
  index: number,
  thorough: Thorough | undefined,
): Generator<Companion> {
  const rough = hasActivation(data.model.prompt.expert, "relu");
  if (index % PERIODOGRAM_EVERY === PERIODOGRAM_EVERY - 1) {
    const other = anotherFrequency(data, optima, judge.posteriors, uniforms);
    if (other) yield other;
  }
  const contested = thorough?.contested() ?? false;
  if (rough || contested || index % HOP_EVERY === HOP_EVERY - 1) yield { start: hop(data, optima, uniforms), rows: 0 };
  const { best } = optima;
  if (best === undefined || thorough === undefined) return;
  const every = contested ? CONTESTED_EVERY : index < LATER ? EXCHANGE_EVERY : LATER_EVERY;
  if ((contested && index - best.round < RECENT) || index % every === every - 1) {
    const exchanged = exchangedRows(data, optima, judge.posteriors, uniforms, index, thorough.bands);
    if (exchanged) yield exchanged;
  }
  if (rough) yield { start: nudge(data, best.maximum, uniforms), rows: 0 };
  const { grids } = thorough;
  if (grids && index % RESONANT_EVERY === 0)
    yield { start: resonantStart(data, grids, best.maximum.theta, uniforms, judge.value), rows: 0 };
}
