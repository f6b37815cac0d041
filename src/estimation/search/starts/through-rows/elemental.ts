import { turnsOfSine } from "../frequency";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";
import { weightedRegression } from "../weighted-regression";
import { inverseActivation } from "./inverse-activation";

/** Linear equations in q unknowns, taken in one by one and kept solved; what no equation determines is 0. */
class Equations {
  private readonly rows: Float64Array[] = [];
  private readonly pivots: number[] = [];

  constructor(private readonly q: number) {}

  get count(): number {
    return this.rows.length;
  }

  /** Takes in row's = value (`row` has q + 1 entries, the value last) unless it depends on those before. */
  add(row: Float64Array): void {
    const { rows, pivots, q } = this;
    for (let r = 0; r < rows.length; r++) reduce(row, rows[r], pivots[r]);
    let pivot = 0;
    for (let j = 1; j < q; j++) if (Math.abs(row[j]) > Math.abs(row[pivot])) pivot = j;
    const head = row[pivot];
    if (!(Math.abs(head) > 1e-9)) return;
    for (let j = 0; j <= q; j++) row[j] /= head;
    for (const other of rows) reduce(other, row, pivot);
    rows.push(row);
    pivots.push(pivot);
  }

  solution(): Float64Array {
    const out = new Float64Array(this.q);
    this.pivots.forEach((pivot, r) => {
      out[pivot] = this.rows[r][this.q];
    });
    return out;
  }
}

/** Takes as much of `by` from `row` as makes its entry at `pivot` vanish; by[pivot] is 1. */
function reduce(row: Float64Array, by: Float64Array, pivot: number): void {
  const factor = row[pivot];
  for (let j = 0; j < row.length; j++) row[j] -= factor * by[j];
}

/** The coefficient of one covariate. */
export interface HeldSlope {
  readonly covariate: number;
  readonly value: number;
}

/** Where the rows of an elemental fit come from. */
export type RowChoice = "all rows" | "worst explained";

/**
 * An elemental fit: the eta whose expert passes exactly through q rows drawn at random (through sigma^-1(y), where sigma
 * has an inverse), from all rows or from those that f0 explains worst (StartData). Such fits are where spikes begin, and where
 * rows of one line stand out. For sin the branches of sigma^-1 lie up to two turns away, or as far as frequencies go. Where
 * covariates are collinear or tied it passes through as many rows as they allow. With one slope given it passes through q - 1.
 * Reference: Rousseeuw and Leroy (1987), Robust Regression and Outlier Detection, section 5.1.
 */
export function elementalFit(
  data: StartData,
  uniforms: StartUniforms,
  rows: RowChoice,
  slope?: HeldSlope,
): Float64Array | undefined {
  const { model, sample, q, centres, deviations } = data;
  const { expert } = model.prompt;
  if (expert.kind === "custom") return undefined;
  const { n, dimension: d, x, y } = sample;
  const linear = expert.activation === "identity";
  const turns = expert.activation === "sin" && uniforms.next() < 0.5 ? turnsOfSine(data) : 2;
  const equations = new Equations(q);
  if (slope) {
    const row = new Float64Array(q + 1);
    row[slope.covariate] = 1;
    row[q] = slope.value * deviations[slope.covariate];
    equations.add(row);
  }
  for (let tries = 0; equations.count < q && tries < 2 * q; tries++) {
    const i = pick(data, uniforms, rows);
    const row = new Float64Array(q + 1);
    for (let j = 0; j < d; j++) row[j] = (x[j * n + i] - (expert.bias ? centres[j] : 0)) / deviations[j];
    if (expert.bias) row[d] = 1;
    row[q] = inverseActivation(
      expert.activation,
      y[i],
      linear ? 0 : uniforms.next(),
      linear ? 0 : uniforms.next(),
      turns,
    );
    equations.add(row);
  }
  const eta = equations.solution();
  for (let j = 0; j < d; j++) {
    eta[j] /= deviations[j];
    if (expert.bias) eta[d] -= eta[j] * centres[j];
  }
  return eta;
}

/** The regression of y on x over 2 (q + 1) rows drawn at random: steadier than an elemental fit. */
export function smallRegression(data: StartData, uniforms: StartUniforms, rows: RowChoice): Float64Array | undefined {
  const { model, sample, q, bias } = data;
  if (model.prompt.expert.kind === "custom") return undefined;
  const drawn = Int32Array.from({ length: 2 * (q + 1) }, () => pick(data, uniforms, rows)).sort();
  const distinct = drawn.filter((row, k) => k === 0 || row !== drawn[k - 1]);
  const weights = distinct.map((row) => drawn.reduce((times, other) => times + (other === row ? 1 : 0), 0));
  return weightedRegression(sample, { rows: distinct, weights }, bias).coefficients.slice(0, q);
}

function pick({ sample, worstFirst, worst }: StartData, uniforms: StartUniforms, rows: RowChoice): number {
  if (rows === "all rows") return uniforms.below(sample.n);
  return worstFirst[uniforms.below(worst)];
}
