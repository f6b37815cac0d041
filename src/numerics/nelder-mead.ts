/** Where a minimum was found. */
export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly evaluations: number;
}

export interface NelderMeadOptions {
  /** Edge length of the first simplex along every axis. */
  readonly step: number;
  readonly evaluations: number;
  /** Stops when the simplex's values differ by less. */
  readonly tolerance: number;
}

/**
 * Nelder and Mead's simplex search (Computer Journal 7, 1965), with the coefficients of Gao and Han (2012) that keep
 * it moving in more than a few dimensions. Values may be Infinity outside a feasible set. Deterministic.
 */
export function nelderMead(
  objective: (point: Float64Array) => number,
  start: Float64Array,
  options: NelderMeadOptions,
): Minimum {
  const d = start.length;
  const expand = 1 + 2 / d;
  const contract = 0.75 - 0.5 / d;
  const shrink = d > 1 ? 1 - 1 / d : 0.5;
  let evaluations = 0;
  const evaluate = (point: Float64Array) => {
    evaluations++;
    return { point, value: objective(point) };
  };
  const simplex = [evaluate(Float64Array.from(start))];
  for (let j = 0; j < d; j++) {
    const point = Float64Array.from(start);
    point[j] += options.step;
    simplex.push(evaluate(point));
  }
  while (evaluations < options.evaluations) {
    simplex.sort((left, right) => left.value - right.value);
    const [best, worst, second] = [simplex[0], simplex[d], simplex[d - 1]];
    if (worst.value - best.value < options.tolerance) break;
    const centre = new Float64Array(d);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) centre[j] += simplex[i].point[j] / d;
    const along = (factor: number) => evaluate(centre.map((c, j) => c + factor * (worst.point[j] - c)));
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-expand);
      simplex[d] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) {
      simplex[d] = reflected;
    } else {
      const outside = reflected.value < worst.value;
      const contracted = along(outside ? -contract : contract);
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[d] = contracted;
      else {
        for (let i = 1; i <= d; i++) {
          simplex[i] = evaluate(best.point.map((b, j) => b + shrink * (simplex[i].point[j] - b)));
        }
      }
    }
  }
  simplex.sort((left, right) => left.value - right.value);
  return { point: simplex[0].point, value: simplex[0].value, evaluations };
}
