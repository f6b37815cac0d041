import type { GateKind } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type Rational, rational } from "../../numerics/rational";
import { type LimitPoint, vanishing } from "./limit-point";
import { combine, multiply, scalar, valuation } from "./power-series";
import { DEPENDENT, LeadingSpan, leading, NEARLY, type ReducedBasis, reduceBasis, without } from "./reduced-basis";
import { type ScoreSeries, scoreSeries } from "./score-series";

/**
 * The order of one parameter's error: deviation of order n^-exponent, or what keeps the data from it. Parameters in the
 * order of the vector.
 */
export type LocalExponent = { readonly exponent: Rational } | { readonly unidentified: string };

/** The orders of magnitude of sqrt(diag(I_n^-1)/n) along a path, exact, and whether errors follow them. */
export interface LocalExponents {
  readonly parameters: readonly LocalExponent[];
  /** Why the maximum likelihood errors are not of these orders; undefined where they are. */
  readonly invalid?: string;
  /** Does the prompt's density tend to the pre-trained one? */
  readonly merges: boolean;
  /** Numbers that were nearly but not quite zero in a decision, in words. */
  readonly nearMisses: readonly string[];
}

/** Reduces the scores, expanded as far as needed and no further than 1/2: beyond, nothing is estimable. */
function resolve(
  model: ContaminatedMoe<GateKind>,
  point: LimitPoint,
): { scores: ScoreSeries; reduced: ReducedBasis; precision: number } {
  const speeds = [...point.eta, point.nu]
    .filter(({ coefficient }) => coefficient !== 0)
    .map(({ exponent }) => exponent);
  const end = point.denominator / 2 + 1;
  const slowest = Math.min(end, ...speeds);
  for (let precision = 1; ; precision = Math.min(end, Math.max(precision + slowest, Math.ceil(1.4 * precision)))) {
    const scores = scoreSeries(model, point, precision);
    const reduced = reduceBasis(scores.scores);
    const open = reduced.vanishing.some(({ order }) => order < end);
    if (!open || precision === end) return { scores, reduced, precision };
  }
}

/** What the second-order term of the density along two error directions, at the size of the error, does to first order. */
function secondOrder(
  { second, bendWidth }: ScoreSeries,
  { basis, transform }: ReducedBasis,
  deviations: readonly number[],
  point: LimitPoint,
): string | undefined {
  const half = point.denominator / 2;
  const share = vanishing(point);
  const g = point.gate.length;
  const span = new LeadingSpan();
  for (const b of basis) span.add(leading(b));
  // The error along b_i at one standard deviation.
  const errors = basis.map((b, i) => transform[i].map((t) => multiply(t, scalar(half - valuation(b), 1))));
  const ofPrompt = errors.map((error) => Math.min(...error.slice(g).map(valuation)));
  const ofGate = errors.map((error) => Math.min(...error.slice(0, g).map(valuation)));
  // A bend that an error moves by tau changes the density by tau^(3/2), and must not leave the stretch the truth has swept.
  if (bendWidth !== undefined) {
    const least = Math.min(...ofPrompt);
    if (least <= bendWidth || share + 1.5 * least <= half)
      return "a relu's bend moved by the error as far as by the gap";
  }
  for (let i = 0; i < basis.length; i++) {
    for (let k = i; k < basis.length; k++) {
      // What no expansion can undercut; most pairs are decided by it.
      const mixed = Math.min(ofGate[i] + ofPrompt[k], ofGate[k] + ofPrompt[i], share + ofPrompt[i] + ofPrompt[k]);
      // A constant gate is linear in lambda; the log-odds of a softmax gate bend.
      const atLeast = g === 1 ? mixed : Math.min(mixed, ofGate[i] + ofGate[k]);
      if (atLeast > half) continue;
      let term = second(errors[i], errors[k]);
      while (term.terms.size > 0 && valuation(term) <= half) {
        const at = valuation(term);
        const { coefficients, share: outside } = span.project(leading(term));
        if (outside > DEPENDENT)
          return `n^-${rational(at)
            .div(2 * half)
            .toFraction()}`;
        const parts = Array.from(coefficients, (c, row) => ({ row, factor: c, shift: at - valuation(basis[row]) }));
        const size = Math.max(...parts.map(({ factor }) => Math.abs(factor)));
        const real = parts.filter(({ factor }) => Math.abs(factor) > DEPENDENT * size);
        for (const { row, factor, shift } of real) {
          for (let j = 0; j < deviations.length; j++) {
            const moved = shift + valuation(transform[row][j]);
            if (factor !== 0 && moved < deviations[j])
              return `n^-${rational(at)
                .div(2 * half)
                .toFraction()} within the tangent space`;
          }
        }
        term = without(
          combine([
            { series: term, factor: 1 },
            ...real.map(({ row, factor, shift }) => ({ series: basis[row], factor: -factor, shift })),
          ]),
          at,
        );
      }
      if (term.precision <= half && term.terms.size === 0)
        return "a size that the expert's first two derivatives do not tell";
    }
  }
  return undefined;
}

/** The local exponents at a path's limit point. */
export function localExponents(model: ContaminatedMoe<GateKind>, point: LimitPoint): LocalExponents {
  const { scores, reduced } = resolve(model, point);
  const { basis, transform, vanishing, margin } = reduced;
  const half = point.denominator / 2;
  const { merges } = scores;
  const deviations = scores.scores.map(
    (_, j) =>
      half + Math.min(...basis.map((b, i) => valuation(transform[i][j]) - valuation(b)), Number.POSITIVE_INFINITY),
  );
  const parameters = deviations.map((d, j): LocalExponent => {
    const lost = vanishing.filter(({ combination }) => combination[j].terms.size > 0);
    const least = Math.min(...lost.map(({ order }) => order));
    if (lost.length > 0) {
      const what =
        least === Number.POSITIVE_INFINITY
          ? "its score, or a combination with others, is zero: no sample identifies it"
          : least > half
            ? "a combination with others moves the density by no more than n^-1/2: it is not estimable"
            : "the expert's first two derivatives do not tell how far it is identified";
      return { unidentified: what };
    }
    return { exponent: rational(d).div(2 * half) };
  });
  const nearMisses =
    margin < NEARLY
      ? [
          `leading terms of the scores nearly cancel: ${margin.toExponential(1)} of them is left, so the exponents show only far out`,
        ]
      : [];
  if (vanishing.length > 0) return { parameters, merges, nearMisses };
  const size = secondOrder(scores, reduced, deviations, point);
  if (size === undefined) return { parameters, merges, nearMisses };
  const invalid = `errors do not follow the information: the density's second-order term at the size of the error is ${size}, not smaller than n^-1/2`;
  return { parameters, merges, invalid, nearMisses };
}
