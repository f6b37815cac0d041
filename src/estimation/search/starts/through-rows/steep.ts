import { normalQuantile } from "../../../../numerics/normal-quantile";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";
import { elementalFit } from "./elemental";
import { inverseActivation } from "./inverse-activation";

/** The gentlest slope of a step, per standard deviation: a fifth of one holds the whole rise. The steepest is what the box allows. */
const GENTLE = 20;

/** Does the expert saturate, and does the box allow steps? Moderate slopes are for other kinds of starts. */
export function hasSteps({ model, deviations }: StartData): boolean {
  const { expert } = model.prompt;
  if (expert.kind === "custom" || (expert.activation !== "tanh" && expert.activation !== "sigmoid")) return false;
  return deviations.some((deviation, j) => {
    const [low, high] = model.box.eta[j];
    return Math.max(-low, high) * deviation > GENTLE;
  });
}

/**
 * A step, for activations that saturate: the slope along a random direction (half the time that of one covariate) is
 * log-uniform from there to the box's bounds, and the curve passes through one row, which stands in the step or at its foot; all other
 * rows may lie on the two levels. Without a bias the slope itself is bent so that it does. Maxima of this kind, with the
 * slope on a bound and the step between two order statistics of the projection, have narrow basins: there are as many as gaps
 * between rows.
 */
export function steepStart(data: StartData, uniforms: StartUniforms): Float64Array | undefined {
  const { model, sample, q, deviations } = data;
  const { expert } = model.prompt;
  if (expert.kind === "custom" || !hasSteps(data)) return undefined;
  const { n, dimension: d, x, y } = sample;
  const only = uniforms.next() < 0.5 ? uniforms.below(d) : -1;
  const direction = Float64Array.from({ length: d }, (_, j) => {
    const along = normalQuantile(uniforms.next());
    if (only < 0) return along / deviations[j];
    return j === only ? Math.sign(along) / deviations[j] : 0;
  });
  const reach = model.box.eta.slice(0, d).map(([low, high], j) => {
    const bound = direction[j] < 0 ? low : high;
    return direction[j] === 0 ? Number.POSITIVE_INFINITY : bound / direction[j];
  });
  const steepness = uniforms.logBetween(GENTLE, Math.max(GENTLE, ...reach.filter(Number.isFinite)));
  const i = uniforms.below(n);
  const at = inverseActivation(expert.activation, y[i], 0, 0);
  const eta = new Float64Array(q);
  let u = 0;
  let size = 0;
  for (let j = 0; j < d; j++) {
    const [low, high] = model.box.eta[j];
    eta[j] = Math.min(high, Math.max(low, steepness * direction[j]));
    u += eta[j] * x[j * n + i];
    size += x[j * n + i] * x[j * n + i];
  }
  if (expert.bias) eta[d] = at - u;
  else for (let j = 0; j < d && size > 0; j++) eta[j] += ((at - u) * x[j * n + i]) / size;
  return eta;
}

/**
 * A step through q - 1 rows: an elemental fit whose slope on one covariate is drawn as for {@link steepStart}. On rounded or tied
 * covariates many rows lie on such a plane, in the middle of the step, and all others on the two levels.
 */
export function steepElemental(data: StartData, uniforms: StartUniforms): Float64Array | undefined {
  const { model, sample, q, deviations } = data;
  if (!hasSteps(data)) return undefined;
  const covariate = uniforms.below(sample.dimension);
  const [low, high] = model.box.eta[covariate];
  const [sign, bound] = uniforms.next() < 0.5 ? [-1, -low] : [1, high];
  const gentle = GENTLE / deviations[covariate];
  const value = sign * (bound > gentle ? uniforms.logBetween(gentle, bound) : Math.max(0, bound));
  const slope = new Float64Array(q + 1);
  slope[covariate] = 1;
  slope[q] = value * deviations[covariate];
  return elementalFit(data, uniforms, "all rows", [slope]);
}
