import { cos, exp, log1p, sin, tanh } from "../numerics/elementary";
import { normalCdf, normalPdf } from "../numerics/error-function";

/** The activations sigma an expert h(x, eta) = sigma(a^T x [+ b]) can have. relu is not twice differentiable. */
export const ACTIVATIONS = ["identity", "tanh", "sigmoid", "gelu", "softplus", "sin", "relu"] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** Where sigma(u), sigma'(u) and sigma''(u) are written, in that order. */
export type Derivatives = Float64Array;

/**
 * sigma and its first two derivatives at u:
 * - identity u; tanh; sigmoid 1/(1 + e^-u); gelu u Phi(u) (Hendrycks and Gimpel 2016); softplus log(1 + e^u); sin
 * - relu max(0, u), with sigma'(0) = sigma'' = 0 by convention
 */
export function activate(activation: Activation, u: number, out: Derivatives): void {
  switch (activation) {
    case "identity":
      out[0] = u;
      out[1] = 1;
      out[2] = 0;
      return;
    case "tanh": {
      const t = tanh(u);
      const d = 1 - t * t;
      out[0] = t;
      out[1] = d;
      out[2] = -2 * t * d;
      return;
    }
    case "sigmoid": {
      const e = exp(-Math.abs(u));
      const small = e / (1 + e);
      const large = 1 / (1 + e);
      const s = u < 0 ? small : large;
      const d = small * large;
      out[0] = s;
      out[1] = d;
      out[2] = d * (u < 0 ? large - small : small - large);
      return;
    }
    case "gelu": {
      const cdf = normalCdf(u);
      const pdf = normalPdf(u);
      // u * pdf first: pdf is 0 where u^2 would overflow.
      const up = u * pdf;
      out[0] = u * cdf;
      out[1] = cdf + up;
      out[2] = 2 * pdf - u * up;
      return;
    }
    case "softplus": {
      const e = exp(-Math.abs(u));
      const small = e / (1 + e);
      const large = 1 / (1 + e);
      out[0] = Math.max(u, 0) + log1p(e);
      out[1] = u < 0 ? small : large;
      out[2] = small * large;
      return;
    }
    case "sin": {
      const s = sin(u);
      out[0] = s;
      out[1] = cos(u);
      out[2] = -s;
      return;
    }
    case "relu":
      out[0] = Math.max(u, 0);
      out[1] = u > 0 ? 1 : 0;
      out[2] = 0;
      return;
  }
}
