import { InputError } from "../input-error";
import { exp, log } from "../numerics/elementary";

/**
 * Location families of densities with mean m and variance v (v is always the variance, also where the usual scale
 * parameter is another one):
 *
 * - gaussian: (2 pi v)^(-1/2) exp(-(y - m)^2 / (2 v))
 * - laplace: (2 b)^(-1) exp(-|y - m| / b) with scale b = sqrt(v / 2)
 * - student-t, df > 2: Gamma((df+1)/2) / (Gamma(df/2) sqrt(df pi) s) (1 + ((y - m)/s)^2 / df)^(-(df+1)/2)
 *   with scale s = sqrt(v (df - 2) / df)
 *
 * Reference: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, 2nd ed., chapters 13, 24, 28.
 */
export type BuiltInDensity =
  | { readonly kind: "gaussian" }
  | { readonly kind: "laplace" }
  | { readonly kind: "student-t"; readonly df: number };

/**
 * A user's own location family, by its standardised form g (mean 0, variance 1): the density of y with mean m and
 * variance v is g((y - m)/sqrt v)/sqrt v. Make one with customDensity (custom-density.ts), which checks g's moments.
 */
export interface CustomDensity {
  readonly kind: "custom";
  readonly name: string;
  /** log g(z). */
  readonly logDensity: (z: number) => number;
  /** Where g is not smooth. */
  readonly kinks: readonly number[];
  /** Ends of the panels on which quadratures treat g as smooth, ascending; all but nothing of its mass lies between. */
  readonly breaks: readonly number[];
  /** One draw of g from two independent uniforms on (0, 1); without it the density cannot be simulated. */
  readonly noise?: (u: number, v: number) => number;
}

export type Density = BuiltInDensity | CustomDensity;

const LOG_2PI = 1.8378770664093454836;
const LOG_PI = 1.1447298858494001741;

/** log Gamma(x) for x > 0: Stirling's series after shifting x beyond 12; relative error below 1e-14. */
export function logGamma(x: number): number {
  let shift = 1;
  let z = x;
  while (z < 12) {
    shift *= z;
    z += 1;
  }
  const r = 1 / (z * z);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360)))))) / z;
  return (z - 0.5) * log(z) - z + 0.5 * LOG_2PI + series - log(shift);
}

/** What log densities of one variance share, computed once; `code` names the kind to the WebAssembly kernel. */
export interface LogDensityConstants {
  readonly code: number;
  /** The log density is `constant` minus something. */
  readonly constant: number;
  /** gaussian: 1/variance; laplace and student-t: the scale. */
  readonly a: number;
  /** student-t: the degrees of freedom and their logarithm; 0 for the others. */
  readonly b: number;
  readonly e: number;
}

export function logDensityConstants(density: BuiltInDensity, variance: number): LogDensityConstants {
  switch (density.kind) {
    case "gaussian":
      return { code: 0, constant: -0.5 * (LOG_2PI + log(variance)), a: 1 / variance, b: 0, e: 0 };
    case "laplace": {
      const scale = Math.sqrt(0.5 * variance);
      return { code: 1, constant: -log(2 * scale), a: scale, b: 0, e: 0 };
    }
    case "student-t": {
      const { df } = density;
      const scale = Math.sqrt((variance * (df - 2)) / df);
      const constant = logGamma(0.5 * (df + 1)) - logGamma(0.5 * df) - 0.5 * (log(df) + LOG_PI) - log(scale);
      return { code: 2, constant, a: scale, b: df, e: log(df) };
    }
  }
}

/**
 * (y, mean) -> log density, for a fixed variance > 0.
 *
 * @example
 * ```ts
 * import { logDensity } from "contaminated-moe";
 * const normal = logDensity({ kind: "gaussian" }, 1);
 * console.log(normal(0, 0)); // -log(2 pi) / 2: -0.9189385332046728
 * ```
 */
export function logDensity(density: Density, variance: number): (y: number, mean: number) => number {
  if (density.kind === "custom") {
    const deviation = Math.sqrt(variance);
    const constant = -log(deviation);
    return (y, mean) => constant + density.logDensity((y - mean) / deviation);
  }
  const { constant, a, b: df, e: logDf } = logDensityConstants(density, variance);
  switch (density.kind) {
    case "gaussian":
      return (y, mean) => {
        const r = y - mean;
        return constant - 0.5 * (r * r * a);
      };
    case "laplace":
      return (y, mean) => constant - Math.abs(y - mean) / a;
    case "student-t":
      return (y, mean) => {
        const t = (y - mean) / a;
        const square = t * t;
        // Beyond 1e300 the 1 in 1 + t^2/df is lost anyway; the logarithm is taken of |t| so that t^2 cannot overflow.
        if (square > 1e300) return constant - 0.5 * (df + 1) * (2 * log(Math.abs(t)) - logDf);
        return constant - 0.5 * (df + 1) * log(1 + square / df);
      };
  }
}

/** The points where the density is not smooth in y, relative to its mean: quadratures split there. */
export function kinks(density: Density): readonly number[] {
  if (density.kind === "custom") return density.kinks;
  return density.kind === "laplace" ? [0] : [];
}

/** What noise of one kind needs besides uniforms; `code` as in {@link logDensityConstants}. */
export interface NoiseConstants {
  readonly code: number;
  /** student-t: -2/df, df and the factor to variance 1; 0 for the others. */
  readonly a: number;
  readonly b: number;
  readonly unit: number;
}

export function noiseConstants(density: BuiltInDensity): NoiseConstants {
  if (density.kind !== "student-t") return { code: density.kind === "gaussian" ? 0 : 1, a: 0, b: 0, unit: 0 };
  const { df } = density;
  return { code: 2, a: -2 / df, b: df, unit: Math.sqrt((df - 2) / df) };
}

/**
 * Standardised noise (mean 0, variance 1) from two independent uniforms on (0, 1); the second is used by student-t
 * and gaussian only.
 * - gaussian: Box and Muller (1958)
 * - laplace: inverse distribution function
 * - student-t: Bailey (1994), "Polar generation of random variates with the t-distribution", Math. Comp. 62: 779-781
 */
export function noiseFromUniforms(density: Density, cosTurn: (u: number) => number): (u: number, v: number) => number {
  switch (density.kind) {
    case "custom": {
      const { name, noise } = density;
      if (noise === undefined) throw new InputError(`Density "${name}" has no noise(u, v); it cannot be simulated.`);
      return noise;
    }
    case "gaussian":
      return (u, v) => Math.sqrt(-2 * log(u)) * cosTurn(v);
    case "laplace":
      return (u) => (u < 0.5 ? log(2 * u) : -log(2 * (1 - u))) * Math.SQRT1_2;
    case "student-t": {
      const { a: power, b: df, unit } = noiseConstants(density);
      return (u, v) => unit * Math.sqrt(df * (exp(power * log(u)) - 1)) * cosTurn(v);
    }
  }
}
