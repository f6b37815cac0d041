import type { Interval } from "../../../../model/box";
import { normalQuantile } from "../../../../numerics/normal-quantile";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";
import { type Bands, bandsHolding, predictorsOf } from "./bands";
import { inUnits, rowEquation } from "./elemental";
import { Equations } from "./equations";
import { LineSweep } from "./line-sweep";

/** Exchanges that are tried one after the other. */
const EXCHANGES = 12;

/** An exchange takes about as long as so many rows of an iteration, and an interval of a line as so many. */
const EXCHANGE_ROWS = 500;
const INTERVAL_ROWS = 4;

/** Takes `count` of the values out at random. */
export function drawOf(values: readonly number[], count: number, uniforms: StartUniforms): readonly number[] {
  const left = values.slice();
  const drawn: number[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(left.splice(uniforms.below(left.length), 1)[0]);
  return drawn;
}

/** A direction in which eta can move while the predictors of the rows stand still; random where there are several. */
function directionKeeping(data: StartData, rows: readonly number[], uniforms: StartUniforms): Float64Array {
  const { q } = data;
  const equations = new Equations(q);
  for (const row of rows) equations.add(rowEquation(data, row, 0));
  for (let tries = 0; equations.count < q && tries < 2 * q; tries++) {
    equations.add(Float64Array.from({ length: q + 1 }, () => normalQuantile(uniforms.next())));
  }
  return inUnits(data, equations.solution());
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
 * Rows exchanged on the curve: all but one of the q rows that hold it are kept, and it moves to where most others join them
 * (LineSweep); twelve times, with other rows kept each time, and only to where the rows that move gain more than all on the curve did. `rows` is about how many rows of an iteration that took.
 * Reference: Hawkins (1993), "The feasible set algorithm for least median of squares regression", Comput. Statist. Data Anal. 16: 81-101.
 */
export function exchangeRows(
  data: StartData,
  bands: Bands,
  start: Float64Array,
  uniforms: StartUniforms,
): { readonly eta: Float64Array; readonly rows: number } {
  const eta = Float64Array.from(data.model.box.eta, ([low, high], j) => Math.min(high, Math.max(low, start[j])));
  if (bands.rows.length === 0) return { eta, rows: 0 };
  const predictors = predictorsOf(data, bands, eta);
  const sweep = new LineSweep(bands);
  let held = bandsHolding(bands, predictors);
  let most = held.reduce((sum, k) => sum + bands.gain[k], 0);
  for (let exchange = 0; exchange < EXCHANGES; exchange++) {
    const kept = drawOf(held, data.q - 1, uniforms).map((k) => bands.rows[k]);
    const direction = directionKeeping(data, kept, uniforms);
    const speeds = predictorsOf(data, bands, direction);
    const place = bands.periodic ? uniforms.next() : 0;
    const found = sweep.best(predictors, speeds, insideBox(data, eta, direction), most, place);
    if (found === undefined) continue;
    most = found.gain;
    for (let j = 0; j < eta.length; j++) eta[j] += found.t * direction[j];
    for (let k = 0; k < speeds.length; k++) predictors[k] += found.t * speeds[k];
    held = bandsHolding(bands, predictors);
  }
  return { eta, rows: EXCHANGES * EXCHANGE_ROWS + INTERVAL_ROWS * sweep.intervals };
}
