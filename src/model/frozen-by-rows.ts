import { InputError } from "../input-error";
import type { Density } from "./density";
import type { CustomExpert } from "./expert";

/**
 * A frozen model that nobody can write down, known by what it predicts for each row of the data (a neural network, a
 * physical law, last year's model). The sample carries the predictions ({@link FrozenRows}); this says what they are:
 *
 * - moments: f0(y_i | x_i) is `density` with the row's own mean m_i and variance v_i;
 * - log-density: each row has log f0(y_i | x_i) and nothing else, so the model can be fitted but not sampled.
 */
export type FrozenByRows = FrozenByMoments | FrozenByLogDensity;

export interface FrozenByMoments {
  readonly kind: "by-rows";
  readonly given: "moments";
  readonly density: Density;
  /** Names of the columns, for files and reports; a number is one variance for all rows. */
  readonly columns?: { readonly mean: string; readonly variance: string | number };
}

export interface FrozenByLogDensity {
  readonly kind: "by-rows";
  readonly given: "log-density";
  readonly columns?: { readonly logDensity: string };
}

/** The predictions of a frozen model for n rows, in the rows' order. */
export type FrozenRows =
  | { readonly given: "moments"; readonly mean: Float64Array; readonly variance: Float64Array }
  | { readonly given: "log-density"; readonly logDensity: Float64Array };

/** The columns of a frozen model, by name; where it names none, names that say what they are. */
export function momentColumns({ columns }: FrozenByMoments): {
  readonly mean: string;
  readonly variance: string | number;
} {
  return columns ?? { mean: "frozen_mean", variance: "frozen_variance" };
}

export function logDensityColumn({ columns }: FrozenByLogDensity): string {
  return columns?.logDensity ?? "frozen_logdensity";
}

/** `mean "net", variance 0.25` or `log density "lp"`. */
export function frozenColumnsText(frozen: FrozenByRows): string {
  if (frozen.given === "log-density") return `log density "${logDensityColumn(frozen)}"`;
  const { mean, variance } = momentColumns(frozen);
  return `mean "${mean}", variance ${typeof variance === "number" ? variance : `"${variance}"`}`;
}

/** The same choice of every column's entries, by a function that makes a column of another. */
export function mapFrozenRows(frozen: FrozenRows, pick: (column: Float64Array) => Float64Array): FrozenRows {
  if (frozen.given === "log-density") return { given: "log-density", logDensity: pick(frozen.logDensity) };
  return { given: "moments", mean: pick(frozen.mean), variance: pick(frozen.variance) };
}

/** h0 of a frozen model by rows: no function of x. Whoever asks for its value elsewhere is told so. */
export function unknownExpert(frozen: FrozenByRows): CustomExpert {
  return {
    kind: "custom",
    name: `given by the rows: ${frozenColumnsText(frozen)}`,
    parameters: 0,
    evaluate: () => {
      throw new InputError(
        `The frozen model is known only by what it predicts for the rows of the data (${frozenColumnsText(frozen)}): it has no value at other covariates. Condition on rows that carry its predictions, or state a pre-trained expert.`,
      );
    },
  };
}

/** f0 of a frozen model of which only log f0(y_i) is known: no function of y. */
export function unknownDensity(frozen: FrozenByLogDensity): Density {
  return {
    kind: "custom",
    name: frozenColumnsText(frozen),
    kinks: [],
    breaks: [],
    logDensity: () => {
      throw new InputError(
        `The frozen model is known only by its log density at each row's response (column "${logDensityColumn(frozen)}"), which says nothing about other responses. Give its mean and variance instead (--frozen-mean, --frozen-variance).`,
      );
    },
  };
}
