/** Symbols by the names that LaTeX and readers give them. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ α: "alpha", β: "beta", γ: "gamma", δ: "delta", Δ: "delta", ε: "epsilon", η: "eta", θ: "theta", κ: "kappa" },
  ...{
    λ: "lambda",
    μ: "mu",
    ν: "nu",
    ξ: "xi",
    π: "pi",
    ρ: "rho",
    σ: "sigma",
    τ: "tau",
    φ: "phi",
    ψ: "psi",
    ω: "omega",
  },
  ...{ ℓ: "ell", "∂": "partial", "√": "sqrt", "∞": "infty", "→": "to", "∑": "sum", "∫": "int", "∈": "in" },
  ...{ "∼": "sim", "~": "sim", "≈": "approx", "≤": "le", "≥": "ge", leq: "le", geq: "ge", "∇": "nabla", "±": "pm" },
  ...{ varepsilon: "epsilon", log: "log", tfrac: "frac", "·": "cdot" },
};

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** The terms of a text: words, numbers and mathematical symbols, an index apart from its letter ("η₀" is eta and 0). */
export function termsOf(text: string): readonly string[] {
  const plain = text.replace(/[₀-₉]/g, (digit) => ` ${SUBSCRIPTS.indexOf(digit)} `).replace(/(\p{L})_/gu, "$1 ");
  return plain.match(/[\p{Script=Greek}]|(?:(?!\p{Script=Greek})\p{L})+|\p{N}+|\p{Sm}|[~·]/gu) ?? [];
}

/** The name under which a term is found: λ, \lambda and Lambda are one. */
export function nameOf(term: string): string {
  return NAMES[term] ?? NAMES[term.toLowerCase()] ?? term.toLowerCase();
}
