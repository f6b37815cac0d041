import { activate } from "../../../../model/activation";
import type { StartData } from "../start-data";
import { inverseActivation } from "./inverse-activation";

/** At most so many values are tried, the most frequent first. */
const VALUES = 3;
/** A value is tied where this share of the rows has it. */
const SHARE = 0.02;

/** The values of y that many rows share, with their shares, the most frequent first; none where y is continuous. */
function tiedValues(y: Float64Array, least: number): readonly { readonly value: number; readonly share: number }[] {
  const sorted = y.slice().sort();
  const tied: { readonly value: number; readonly share: number }[] = [];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to - from >= least) tied.push({ value: sorted[from], share: (to - from) / sorted.length });
  }
  return tied.sort((one, other) => other.share - one.share || one.value - other.value).slice(0, VALUES);
}

/**
 * Where responses are rounded or counted, a flat curve at a frequent value has all its rows on it, and the likelihood a
 * maximum with nu on its lower bound, whose basin no random variance may hit: (lambda, eta, nu) with that value's share, the
 * bias alone, the lower bound. Of experts with a bias that reach the value.
 */
export function tiedStarts({ model, sample, q }: StartData): readonly Float64Array[] {
  const { expert } = model.prompt;
  if (expert.kind === "custom" || !expert.bias) return [];
  const out = new Float64Array(3);
  return tiedValues(sample.y, Math.max(q + 2, SHARE * sample.n)).flatMap(({ value, share }) => {
    const bias = inverseActivation(expert.activation, value, 0, 0.5);
    activate(expert.activation, bias, out);
    const reached = Math.abs(out[0] - value) <= 1e-3 * Math.sqrt(model.box.nu[0]) + 1e-9;
    return reached ? [Float64Array.of(share, ...new Float64Array(q - 1), bias, model.box.nu[0])] : [];
  });
}
