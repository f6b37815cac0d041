import type { Interval } from "../../../../model/box";
import { normalQuantile } from "../../../../numerics/normal-quantile";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";
import { type Bands, bandsHolding, predictorsOf } from "./bands";
import { fixedEntries, inUnits, rowEquation } from "./elemental";
import { Equations } from "./equations";
import { LineSweep } from "./line-sweep";

/** When so many exchanges in a row have brought nothing it ends; after so many in all it does in any case. */
const PATIENCE = 12;
const EXCHANGES = 100;

/** An exchange takes about as long as so many rows of an iteration, and an interval of a line as so many. */
const EXCHANGE_ROWS = 500;
const INTERVAL_ROWS = 4;

/** Equations that say which entries of a direction are 0, for the box fixes them. */
function standingStill({ q }: StartData, fixed: readonly Float64Array[]): Equations {
  const equations = new Equations(q);
  for (const entry of fixed) equations.add(Float64Array.of(...entry.subarray(0, q), 0));
  return equations;
}

/** How many rows hold a curve: q, fewer where entries of eta are fixed or covariates collinear. */
function rowsHolding(data: StartData, { rows }: Bands, fixedEta: readonly Float64Array[]): number {
  const equations = standingStill(data, fixedEta);
  const fixed = equations.count;
  for (let k = 0; k < rows.length && !equations.complete; k++) equations.add(rowEquation(data, rows[k], 0));
  return equations.count - fixed;
}

/**
 * A direction in which eta can move while the predictors of all but one of the `holding` rows that hold the curve stand still, drawn at random from those
 * held. Those of others move; where that leaves several directions, at random speeds.
 */
function directionKeeping(
  data: StartData,
  { rows }: Bands,
  held: readonly number[],
  holding: number,
  fixedEta: readonly Float64Array[],
  uniforms: StartUniforms,
): Float64Array {
  const equations = standingStill(data, fixedEta);
  const whole = equations.count + holding;
  const left = held.slice();
  while (equations.count < whole - 1 && left.length > 0) {
    const [k] = left.splice(uniforms.below(left.length), 1);
    equations.add(rowEquation(data, rows[k], 0));
  }
  // From a random row onward: those that depend on the rows before them say nothing.
  const first = uniforms.below(rows.length);
  for (let k = 0; equations.count < whole && k < rows.length; k++) {
    const row = rowEquation(data, rows[(first + k) % rows.length], 0);
    row[data.q] = normalQuantile(uniforms.next());
    equations.add(row);
  }
  const direction = inUnits(data, equations.solution());
  // Fixed entries stay exactly where they are.
  return direction.map((move, j) => (data.model.box.eta[j][0] < data.model.box.eta[j][1] ? move : 0));
}

/** The part of the line eta + t direction that lies in the box. */
function insideBox({ model }: StartData, eta: Float64Array, direction: Float64Array): Interval {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  model.box.eta.forEach(([low, high], j) => {
    if (direction[j] === 0) return;
    const [a, b] = [(low - eta[j]) / direction[j], (high - eta[j]) / direction[j]];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  });
  return [from, to];
}

/**
 * Rows exchanged on the curve: all but one of the rows that hold it are kept (q hold it, fewer where entries of eta are fixed or covariates collinear), and
 * it moves to where most others join them (LineSweep), if the rows on it then gain more than those on it now; until twelve times in a row, with other rows kept each time, they
 * would not. `rows` is about how many rows of an iteration that took.
 * Reference: Hawkins (1993), "The feasible set algorithm for least median of squares regression", Comput. Statist. Data Anal. 16: 81-101.
 */
export function exchangeRows(
  data: StartData,
  bands: Bands,
  start: Float64Array,
  uniforms: StartUniforms,
): { readonly eta: Float64Array; readonly rows: number } {
  const eta = Float64Array.from(data.model.box.eta, ([low, high], j) => Math.min(high, Math.max(low, start[j])));
  const fixedEta = fixedEntries(data);
  const holding = rowsHolding(data, bands, fixedEta);
  if (holding === 0) return { eta, rows: 0 };
  const predictors = predictorsOf(data, bands, eta);
  const sweep = new LineSweep(bands);
  let held = bandsHolding(bands, predictors);
  let most = held.reduce((sum, k) => sum + bands.gain[k], 0);
  // Where one row holds the curve there is one line, and one sweep looks at all of it.
  const patience = holding === 1 && !bands.periodic ? 1 : PATIENCE;
  let exchanges = 0;
  for (let inVain = 0; inVain < patience && exchanges < EXCHANGES; exchanges++) {
    const direction = directionKeeping(data, bands, held, holding, fixedEta, uniforms);
    const speeds = predictorsOf(data, bands, direction);
    const place = bands.periodic ? uniforms.next() : 0;
    const found = sweep.best(predictors, speeds, insideBox(data, eta, direction), most, place);
    inVain++;
    if (found === undefined) continue;
    inVain = 0;
    most = found.gain;
    for (let j = 0; j < eta.length; j++) eta[j] += found.t * direction[j];
    for (let k = 0; k < speeds.length; k++) predictors[k] += found.t * speeds[k];
    held = bandsHolding(bands, predictors);
  }
  return { eta, rows: exchanges * EXCHANGE_ROWS + INTERVAL_ROWS * sweep.intervals };
}
