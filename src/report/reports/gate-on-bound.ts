import type { InformationCriteria } from "../../estimation/inference/information-criteria";
import { fewRows } from "../../estimation/search/optima/nature";
import { type GateKind, type Parameters, toVector } from "../../model/by-parameter";
import { shareColumn } from "../../model/gate";
import type { Sample } from "../../model/sample/sample";

/** A share of the rows below this, on average, is "nearly 0 everywhere"; above one minus it, nearly 1. */
const NEARLY = 0.05;
/** A share this near to 0 or 1 at some row is what a gate that separates the rows comes to. */
const SURE = 0.01;

/** "about 8.2 of the 2000 rows" */
function aboutRows(rows: number, n: number): string {
  return `about ${Number(rows.toPrecision(2))} of the ${n} rows`;
}

/**
 * Why tau or beta stopped on a bound, in a sentence: one of the components has hardly a row (fewer than 2 p, and less than one in
 * twenty), so that the share runs to 0 or 1 everywhere; or both have rows, on different sides of x. The last is a finding only
 * where BIC does not prefer the frozen model alone: of rows of the frozen model, a gate can always set some aside. None where
 * neither is so: the box is narrow.
 */
export function gateOnBound(
  estimate: Parameters<GateKind>,
  sample: Sample,
  { aic, bic, parameters, frozen: alone }: InformationCriteria,
): readonly string[] {
  const { n } = sample;
  const p = toVector(estimate).length;
  const shares = shareColumn(estimate, sample.x, n);
  let [prompt, frozen, least, most] = [0, 0, 1, 0];
  for (const share of shares) {
    prompt += share;
    frozen += 1 - share;
    least = Math.min(least, share);
    most = Math.max(most, share);
  }
  const hardly = (rows: number): boolean => fewRows(rows, p) && rows < NEARLY * n;
  if (hardly(prompt)) {
    return [
      `The share runs to 0 everywhere: the gate gives the prompt ${aboutRows(prompt, n)}, too few to determine tau and beta, and perhaps there is no prompt.`,
    ];
  }
  if (hardly(frozen)) {
    return [
      `The share runs to 1 everywhere: the gate leaves the frozen model ${aboutRows(frozen, n)}, too few to determine tau and beta; all rows may be the prompt's.`,
    ];
  }
  if (least > SURE && most < 1 - SURE) return [];
  if (alone.bic <= bic) {
    const gain = Number(((alone.aic - aic) / 2 + parameters).toPrecision(2));
    return [
      `The gate sets some side of x apart, but the frozen model alone does nearly as well: its log-likelihood is ${gain} lower with ${parameters} parameters fewer, and BIC prefers it. Perhaps there is no prompt.`,
    ];
  }
  return [
    "The gate separates the rows: some side of x has no row of one of the components, and the likelihood rises as tau or beta run on. Its share there is 0 or 1 as far as these data tell; where it turns is known only roughly.",
  ];
}
