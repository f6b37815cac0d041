import { type GateKind, gateLength } from "../../../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../../../model/contaminated-moe";
import { hasActivation } from "../../../../model/expert";
import type { Sample } from "../../../../model/sample/sample";
import { ShiftedCholesky } from "../../newton/cholesky";
import { predictorRow } from "../../newton/kink-manifold";
import type { LocalMaximum } from "../../newton/trust-region";

/** Rows whose predictor lies further than this from relu's kink, in its own standard errors, are left where they are. */
const REACH = 3;
/** So many rows are tried, the nearest first. */
const ROWS = 8;
/** The start lies at least so many standard errors beyond the kink; a close one, where the next kink may be near as well, so many. */
const BEYOND = 0.1;
const CLOSE = 1e-3;
/** Where covariates are collinear the information is made definite by this share of its largest entry. */
const RIDGE = 1e-8;
/** With more rows than this the maxima on the two sides of one row's kink differ by less than anybody asks for. */
export const KINK_ROWS = 10_000;

/** A row near its kink: its predictor, that one's standard error, and how many of these it is away. */
interface NearKink {
  readonly i: number;
  readonly u: number;
  readonly error: number;
  readonly ratio: number;
}

/** Starts beyond the nearest kinks, and just beyond those of them that are nearer than BEYOND. */
export interface AcrossKinks {
  readonly far: readonly Float64Array[];
  readonly close: readonly Float64Array[];
}

/**
 * Starts on the other side of relu's kink in the rows nearest to it. A row with y > 0 bends the likelihood upwards where its
 * predictor u_i is 0, so that there may be a maximum on either side; each start moves u_i to -u_i by the least change
 * of eta, in the metric of the observed information. (A row with y < 0 bends it downwards: a maximum may lie on its kink,
 * never one on each side.) None for other experts.
 */
export function acrossKinks(
  model: ContaminatedMoe<GateKind>,
  sample: Sample,
  { theta, pass }: LocalMaximum,
): AcrossKinks {
  const none: AcrossKinks = { far: [], close: [] };
  if (!hasActivation(model.prompt.expert, "relu")) return none;
  const [p, q, g] = [theta.length, promptParameters(model), gateLength(model)];
  const information = new Float64Array(q * q);
  for (let j = 0; j < q; j++) {
    for (let k = 0; k < q; k++) information[j * q + k] = -pass.hessian[(g + j) * p + g + k];
  }
  const cholesky = new ShiftedCholesky(q);
  const ridge = RIDGE * information.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (!cholesky.factor(information, q, 0) && !cholesky.factor(information, q, ridge)) return none;
  const half = new Float64Array(q);
  const near: NearKink[] = [];
  for (let i = 0; i < sample.n; i++) {
    if (!(sample.y[i] > 0)) continue;
    const z = predictorRow(sample, i, q);
    let u = 0;
    for (let j = 0; j < q; j++) u += z[j] * theta[g + j];
    cholesky.forward(z, half);
    const error = Math.sqrt(half.reduce((sum, value) => sum + value * value, 0));
    const ratio = Math.abs(u) / error;
    if (ratio <= REACH) near.push({ i, u, error, ratio });
  }
  near.sort((one, other) => one.ratio - other.ratio || one.i - other.i);
  const nearest = near.slice(0, ROWS);
  const across = ({ i, u, error }: NearKink, least: number): Float64Array => {
    cholesky.solve(predictorRow(sample, i, q), half);
    const beyond = Math.max(Math.abs(u), least * error);
    const move = (u > 0 ? -u - beyond : beyond - u) / (error * error);
    const start = theta.slice();
    for (let j = 0; j < q; j++) start[g + j] += move * half[j];
    return start;
  };
  return {
    far: nearest.map((kink) => across(kink, BEYOND)),
    close: nearest.filter(({ ratio }) => ratio <= BEYOND).map((kink) => across(kink, CLOSE)),
  };
}
