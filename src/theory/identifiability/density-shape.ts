import { type Density, logDensity } from "../../model/density";
import { exp, log } from "../../numerics/elementary";
import { nelderMead } from "../../numerics/nelder-mead";
import { gaussianLogDensity } from "../quadrature/log-ratio";
import { componentShape, ResponseRule } from "../quadrature/response-rule";
import { shareOutside } from "./independence";

/**
 * How near a standardised density g comes to combinations of prompt densities: g against the span of f(. | m1, v1),
 * f(. | m2, v2), df/dm and df/dv at (m2, v2), over all means and variances (in units of g's).
 */
export interface DensityShape {
  /** The share of g outside the nearest span, in the norm of L2(dy / (mean of the densities)): 0 where g is in one. */
  readonly distance: number;
  readonly means: readonly [number, number];
  readonly variances: readonly [number, number];
  /** The share of g outside the span of the second normal law and its derivatives alone. */
  readonly second: number;
}

/** Starts (m1, log v1, m2, log v2): a normal law with its derivatives; two laws of different means; of different widths. */
const STARTS: readonly (readonly number[])[] = [
  [0, 0.3, 0, -0.3],
  [-0.8, -1, 0.8, -1],
  [-0.5, -0.3, 0.5, -0.3],
  [0, -0.7, 0, 0.5],
  [0.8, 0, -0.5, -0.5],
];

function distanceAt(g: (z: number) => number, rule: ResponseRule, at: ArrayLike<number>, from: 1 | 2 = 1): number {
  const [m1, m2] = [at[0], at[2]];
  const [v1, v2] = [exp(at[1]), exp(at[3])];
  if (!(Math.max(Math.abs(at[1]), Math.abs(at[3])) < 6 && Math.max(Math.abs(m1), Math.abs(m2)) < 8)) return 1;
  const columns = Array.from({ length: 5 }, () => new Float64Array(rule.count));
  for (let i = 0; i < rule.count; i++) {
    const y = rule.nodes[i];
    const [f1, f2] = [exp(gaussianLogDensity(y - m1, v1)), exp(gaussianLogDensity(y - m2, v2))];
    const value = g(y);
    const total = (value + f1 + f2) / 3;
    if (!(total > 1e-280)) continue;
    const root = Math.sqrt(rule.weights[i] / total);
    const z = (y - m2) / Math.sqrt(v2);
    [value, f1, f2, z * f2, (z * z - 1) * f2].forEach((entry, k) => {
      columns[k][i] = root * entry;
    });
  }
  return shareOutside(columns[0], columns.slice(from));
}

const measured = new WeakMap<Density, DensityShape>();

/** The shape of a density, by a simplex search over the two normal laws; measured once per object. */
export function densityShape(density: Density): DensityShape {
  const known = measured.get(density);
  if (known !== undefined) return known;
  const logg = logDensity(density, 1);
  const g = (z: number): number => exp(logg(z, 0));
  const rule = new ResponseRule(6);
  rule.place([
    { shape: componentShape(density), mean: 0, scale: 1 },
    { shape: componentShape({ kind: "gaussian" }), mean: 0, scale: 1 },
  ]);
  const objective = (point: Float64Array): number => log(Math.max(distanceAt(g, rule, point), 1e-12));
  let best: { point: ArrayLike<number>; value: number } = { point: STARTS[0], value: 1 };
  for (const start of STARTS) {
    if (best.value < 1e-7) break;
    const found = nelderMead(objective, Float64Array.from(start), { step: 0.2, evaluations: 500, tolerance: 1e-6 });
    if (exp(found.value) < best.value) best = { point: found.point, value: exp(found.value) };
  }
  // Near a combination the search is started again from where it stopped, with a smaller simplex each time.
  for (let step = 0.1; best.value < 1e-2 && best.value > 1e-9 && step > 1e-3; step /= 2) {
    const found = nelderMead(objective, Float64Array.from(best.point), { step, evaluations: 600, tolerance: 1e-6 });
    if (exp(found.value) < best.value) best = { point: found.point, value: exp(found.value) };
  }
  const [m1, w1, m2, w2] = Array.from(best.point);
  const second = distanceAt(g, rule, best.point, 2);
  const shape = { distance: best.value, means: [m1, m2], variances: [exp(w1), exp(w2)], second } as const;
  measured.set(density, shape);
  return shape;
}
