/** The errors of the shown parameter at one size. */
export interface ErrorCell {
  readonly n: number;
  /** Root mean squared error over the replicates with an estimate; null before the first. */
  readonly rmse: number | null;
  /** Its Monte Carlo standard error; null before the second. */
  readonly mcse: number | null;
  /** |error| of the fits that converged inside the box, and of those that did not. */
  readonly dots: readonly number[];
  readonly flagged: readonly number[];
  /** Fits without an estimate. */
  readonly failures: number;
  /** How few fits carry half of the squared error. */
  readonly carriers: { readonly fits: number; readonly atBound: number };
  /** Fits with an estimate. */
  readonly estimates: number;
}

export interface ErrorSeries {
  readonly kind: "cold" | "warm" | "published" | "pinned";
  readonly name: string;
  readonly cells: readonly ErrorCell[];
}

export interface CurvePoint {
  readonly n: number;
  readonly value: number;
}

/** All that the log-log panel shows, as data: equal data give an equal picture. */
export interface LogLogData {
  readonly title: string;
  readonly parameter: string;
  readonly sizes: readonly [number, number];
  /** The information curve, dense; empty where there is none or it is hidden. */
  readonly curve: readonly CurvePoint[];
  /** The curve is the former one: the present one is still computed. */
  readonly former: boolean;
  /** The curve of the picture that the reader pinned. */
  readonly pinned: readonly CurvePoint[];
  /** The size that is looked at. */
  readonly at: number | null;
  /** Lines of a predicted exponent through the curve's last point. */
  readonly lines: readonly {
    readonly kind: "guaranteed" | "sharp" | "guess";
    readonly exponent: number;
    readonly text: string;
  }[];
  readonly series: readonly ErrorSeries[];
  /** Le Cam's lower bound. */
  readonly bounds: readonly CurvePoint[];
  readonly window: readonly [number, number];
  /** The planner's answer: the wanted error and where the curve reaches it. */
  readonly plan: { readonly error: number; readonly n: number | null } | null;
  /** The replicate that was looked into last. */
  readonly highlight: CurvePoint | null;
}
