import { turnsOfSine } from "../frequency";
import type { StartData } from "../start-data";
import type { StartUniforms } from "../uniforms";
import { weightedRegression } from "../weighted-regression";
import { Equations } from "./equations";
import { inverseActivation } from "./inverse-activation";

/** Where the rows of an elemental fit come from. */
export type RowChoice = "all rows" | "worst explained";

/**
 * An elemental fit: the eta whose expert passes exactly through q rows drawn at random (through sigma^-1(y), where sigma
 * has an inverse), from all rows or from those that f0 explains worst (StartData). Such fits are where spikes begin, and where
 * rows of one line stand out. For sin the branches of sigma^-1 lie up to two turns away, or as far as frequencies go. Where
 * covariates are collinear or tied it passes through as many rows as they allow. Entries of eta that the box fixes are kept; where more equations
 * are given it fulfils them too, and passes through fewer rows.
 * Reference: Rousseeuw and Leroy (1987), Robust Regression and Outlier Detection, section 5.1.
 */
export function elementalFit(
  data: StartData,
  uniforms: StartUniforms,
  rows: RowChoice,
  given: readonly Float64Array[] = [],
): Float64Array | undefined {
  const { model, sample, q } = data;
  const { expert } = model.prompt;
  if (expert.kind === "custom") return undefined;
  const linear = expert.activation === "identity";
  const turns = expert.activation === "sin" && uniforms.next() < 0.5 ? turnsOfSine(data) : 2;
  const equations = new Equations(q);
  for (const one of [...fixedEntries(data), ...given]) equations.add(one);
  for (let tries = 0; !equations.complete && tries < 2 * q; tries++) {
    const i = pick(data, uniforms, rows);
    const [v, w] = linear ? [0, 0] : [uniforms.next(), uniforms.next()];
    equations.add(rowEquation(data, i, inverseActivation(expert.activation, sample.y[i], v, w, turns)));
  }
  return inUnits(data, equations.solution());
}

/** What says that row i's linear predictor is u: its covariates, standardised, 1 where there is a bias, and u. */
export function rowEquation({ sample, q, bias, centres, deviations }: StartData, i: number, u: number): Float64Array {
  const { n, dimension: d, x } = sample;
  const row = new Float64Array(q + 1).fill(1);
  for (let j = 0; j < d; j++) row[j] = (x[j * n + i] - (bias ? centres[j] : 0)) / deviations[j];
  row[q] = u;
  return row;
}

/** What says that an entry of eta is what its bounds are, where they are equal. */
export function fixedEntries({ model, sample, q, centres, deviations }: StartData): readonly Float64Array[] {
  const { dimension: d } = sample;
  return model.box.eta.flatMap(([low, high], j) => {
    if (low < high) return [];
    const row = new Float64Array(q + 1);
    row[j] = 1;
    row[q] = j < d ? low * deviations[j] : low;
    for (let k = 0; j === d && k < d; k++) row[k] = -centres[k] / deviations[k];
    return [row];
  });
}

/** Coefficients of standardised covariates as coefficients of the covariates themselves; in place. */
export function inUnits({ sample, bias, centres, deviations }: StartData, eta: Float64Array): Float64Array {
  const d = sample.dimension;
  for (let j = 0; j < d; j++) {
    eta[j] /= deviations[j];
    if (bias) eta[d] -= eta[j] * centres[j];
  }
  return eta;
}

/** The regression of y on x over 2 (q + 1) rows drawn at random: steadier than an elemental fit. */
export function smallRegression(data: StartData, uniforms: StartUniforms, rows: RowChoice): Float64Array | undefined {
  const { model, sample, q, bias } = data;
  if (model.prompt.expert.kind === "custom") return undefined;
  const drawn = new Int32Array(2 * (q + 1));
  for (let k = 0; k < drawn.length; k++) drawn[k] = pick(data, uniforms, rows);
  drawn.sort();
  const distinct: number[] = [];
  const weights: number[] = [];
  for (const row of drawn) {
    if (row === distinct.at(-1)) weights[weights.length - 1]++;
    else {
      distinct.push(row);
      weights.push(1);
    }
  }
  return weightedRegression(sample, { rows: distinct, weights }, bias).coefficients.slice(0, q);
}

function pick({ sample, worstFirst, worst }: StartData, uniforms: StartUniforms, rows: RowChoice): number {
  if (rows === "all rows") return uniforms.below(sample.n);
  return worstFirst[uniforms.below(worst)];
}
