import { Matrix, solve } from "ml-matrix";
import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { evaluateExpert, expertValue } from "../../model/expert";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { korobovLattice } from "../../numerics/low-discrepancy";
import { type CovariateRule, scatteredRule } from "../quadrature/covariate-rule";

/** The member of the prompt's class of experts nearest to a function of x. */
export interface NearestExpert {
  readonly eta: readonly number[];
  /** sqrt(E (h(x, eta) - target)^2 / nu0): in standard deviations of the pre-trained noise. */
  readonly distance: number;
}

/** Equal up to rounding, beside the noise and the value. */
const SAME = 1e-11;
const STEPS = 40;
const SEEDED_STARTS = 7;

/** Starts of the search: the regression of the target on (x, 1), the frozen slopes stretched, and points of the box. */
function starts(
  model: ContaminatedMoe<GateKind>,
  rule: CovariateRule,
  target: Float64Array,
): readonly (readonly number[])[] {
  const { prompt, pretrained, box } = model;
  const { expert } = prompt;
  const q = box.eta.length;
  const d = rule.dimension;
  const lattice = korobovLattice(SEEDED_STARTS, Math.max(2, q));
  const width = Math.max(2, q);
  const all: number[][] = Array.from({ length: SEEDED_STARTS }, (_, i) =>
    box.eta.map(([low, high], j) => low + (high - low) * lattice[i * width + j]),
  );
  all.push(box.eta.map(([low, high]) => 0.5 * (low + high)));
  if (expert.kind === "custom") return all;
  const gram = Matrix.zeros(q, q);
  const right = Matrix.zeros(q, 1);
  for (let i = 0; i < rule.weights.length; i++) {
    const z = (j: number): number => (j < d ? rule.nodes[i * d + j] : 1);
    for (let j = 0; j < q; j++) {
      right.set(j, 0, right.get(j, 0) + rule.weights[i] * z(j) * target[i]);
      for (let k = 0; k < q; k++) gram.set(j, k, gram.get(j, k) + rule.weights[i] * z(j) * z(k));
    }
  }
  const line = solve(gram, right).to1DArray();
  all.push(line);
  const slopes = pretrained.expert.kind === "custom" ? line.slice(0, d) : pretrained.eta.slice(0, d);
  for (const stretch of [0.3, 1, 3, -1]) {
    for (const bias of expert.bias ? [0, 3, -3] : [0])
      all.push([...slopes.map((a) => stretch * a), ...(expert.bias ? [bias] : [])]);
  }
  return all;
}

/** Levenberg and Marquardt's method inside the box from one start; the mean square distance it ends at. */
function fit(
  model: ContaminatedMoe<GateKind>,
  rule: CovariateRule,
  target: Float64Array,
  start: readonly number[],
): { readonly eta: readonly number[]; readonly square: number } {
  const { expert } = model.prompt;
  const q = start.length;
  const d = rule.dimension;
  const clamp = (eta: readonly number[]): readonly number[] =>
    eta.map((e, j) => Math.min(Math.max(e, model.box.eta[j][0]), model.box.eta[j][1]));
  const [gradient, hessian] = [new Float64Array(q), new Float64Array(q * q)];
  const square = (eta: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < rule.weights.length; i++) {
      sum += rule.weights[i] * (expertValue(expert, rule.nodes.slice(i * d, (i + 1) * d), eta) - target[i]) ** 2;
    }
    return sum;
  };
  let eta = clamp(start);
  let value = square(eta);
  let damping = 1e-3;
  for (let step = 0; step < STEPS && value > 1e-28 && damping < 1e8; step++) {
    const normal = Matrix.zeros(q, q);
    const slope = Matrix.zeros(q, 1);
    for (let i = 0; i < rule.weights.length; i++) {
      const h = evaluateExpert(expert, rule.nodes.slice(i * d, (i + 1) * d), eta, gradient, hessian);
      for (let j = 0; j < q; j++) {
        slope.set(j, 0, slope.get(j, 0) + rule.weights[i] * gradient[j] * (h - target[i]));
        for (let k = 0; k < q; k++) normal.set(j, k, normal.get(j, k) + rule.weights[i] * gradient[j] * gradient[k]);
      }
    }
    if (!(Math.max(...normal.diagonal()) > 0)) break;
    let improved = false;
    while (!improved && damping < 1e8) {
      const damped = normal.clone();
      for (let j = 0; j < q; j++)
        damped.set(j, j, normal.get(j, j) * (1 + damping) + 1e-14 * Math.max(...normal.diagonal()));
      const move = solve(damped, slope).to1DArray();
      const next = clamp(eta.map((e, j) => e - move[j]));
      const nextValue = square(next);
      improved = nextValue < value;
      if (improved) {
        const gain = 1 - nextValue / value;
        [eta, value] = [next, nextValue];
        damping = Math.max(1e-12, damping / 10);
        if (gain < 1e-6) return { eta, square: value };
      } else damping *= 10;
    }
  }
  return { eta, square: value };
}

const found = new WeakMap<ContaminatedMoe<GateKind>, NearestExpert>();

/**
 * The prompt's expert nearest to h0(x, eta0) + shift on the support of x, within the model's box: least squares from a fixed
 * set of starts, with its derivatives. Where the shift is 0 and h0 has coordinates in the prompt's class, those.
 */
export function nearestExpert(model: ContaminatedMoe<GateKind>, shift = 0): NearestExpert {
  if (shift === 0) {
    const known = found.get(model);
    if (known !== undefined) return known;
  }
  const frozen = shift === 0 ? frozenCoordinates(model) : undefined;
  const nearest = frozen === undefined ? search(model, shift) : { eta: frozen, distance: 0 };
  if (shift === 0) found.set(model, nearest);
  return nearest;
}

function search(model: ContaminatedMoe<GateKind>, shift: number): NearestExpert {
  const { pretrained, box } = model;
  const rule = scatteredRule(model, [box.eta.map(([low, high]) => 0.5 * (low + high))]);
  const d = rule.dimension;
  const target = Float64Array.from(rule.weights, (_, i) => {
    return expertValue(pretrained.expert, rule.nodes.slice(i * d, (i + 1) * d), pretrained.eta) + shift;
  });
  let best = { eta: box.eta.map(([low]) => low) as readonly number[], square: Number.POSITIVE_INFINITY };
  for (const start of starts(model, rule, target)) {
    const at = fit(model, rule, target, start);
    if (at.square < best.square) best = at;
    if (best.square < 1e-26 * pretrained.nu) break;
  }
  return { eta: best.eta, distance: Math.sqrt(best.square / pretrained.nu) };
}

/** Is h(., eta) the pre-trained expert on the support of x, up to rounding? */
export function sameOnSupport(model: ContaminatedMoe<GateKind>, eta: readonly number[]): boolean {
  const { pretrained, prompt } = model;
  const frozen = frozenCoordinates(model);
  if (frozen?.every((value, j) => value === eta[j])) return true;
  const rule = scatteredRule(model, [eta]);
  const d = rule.dimension;
  for (let i = 0; i < rule.weights.length; i++) {
    const x = rule.nodes.slice(i * d, (i + 1) * d);
    const h0 = expertValue(pretrained.expert, x, pretrained.eta);
    const difference = expertValue(prompt.expert, x, eta) - h0;
    if (!(Math.abs(difference) <= SAME * (Math.sqrt(pretrained.nu) + Math.abs(h0)))) return false;
  }
  return true;
}
