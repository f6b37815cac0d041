import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forReaders, groupedNumber, letterOf } from "./for-readers";

describe("text for readers", () => {
  it.each([
    ["RMSE of lambda at n = 100000", "RMSE of λ at n = 100,000"],
    ["lambda = 0.5, a = 1, a_12 = 2, b = 0, nu = 1000.25", "λ = 0.5, a = 1, a₁₂ = 2, b = 0, ν = 1000.25"],
    ["along Dnu = Db^2/3, nu0 and h0", "along Δν = Δb²/3, ν₀ and h₀"],
    ["sigma(eta^T x), eta_2", "sigma(ηᵀ x), η₂"],
    ["a gate beta^T x + tau with beta* = 0, beta_1 = 0.5", "a gate βᵀ x + τ with β* = 0, β₁ = 0.5"],
    ["dh/da = x dh/db, x times dh/deta from dh/deta", "∂h/∂a = x ∂h/∂b, x times ∂h/∂η from ∂h/∂η"],
    ["{dh/deta_i, d2h/deta_i deta_j} and dh/deta_j", "{∂h/∂ηᵢ, ∂²h/∂ηᵢ∂ηⱼ} and ∂h/∂ηⱼ"],
    ["merges along e1 at n = 10", "merges along e₁ at n = 10"],
    ["a factor sqrt(log n)", "a factor √(log n)"],
    ["from n = 1000 to 31600: error", "from n = 1,000 to 31,600: error"],
    ["to 1e-8 of 1.20e+5, -6.7e-11 and 0.0e+0", "to 10⁻⁸ of 1.20 × 10⁵, −6.7 × 10⁻¹¹ and 0"],
    ["n = 1e4, 1e+12 and 4.50e+0", "n = 10⁴, 10¹² and 4.50"],
    ["10^3 to 10^5, n^(-2), R^2 and n^-1/4", "10³ to 10⁵, n⁻², R² and n^-1/4"],
    ["-0.0000, -0, [-0.00, -0.01] and -0.5", "0.0000, 0, [0.00, −0.01] and −0.5"],
    ["slope 1.84 (n = 10^3) and (n = 10^7)", "slope 1.84 (n = 10³) and (n = 10⁷)"],
    ["x = -1.5 in [-0.1, 2], ±-3, a-1, 3-1", "x = −1.5 in [−0.1, 2], ±−3, a-1, 3-1"],
    ["log f(y)/f0(y), f²/f0 at ν0 = 1", "log f(y)/f₀(y), f²/f₀ at ν₀ = 1"],
  ])("%s", (plain, shown) => {
    expect(forReaders(plain)).toBe(shown);
  });

  it.each([
    "seed 20250503",
    "2026-11-27",
    "L/nu-4000",
    "annual menu",
    "0.123456",
    "n^1024",
    "c19051c64c",
    "D/paper-style",
    "x1e6",
    "version 1.2e3.4",
    "model-2e5",
  ])("leaves %s alone", (text) => {
    expect(forReaders(text)).toBe(text);
  });

  it("does nothing a second time", () => {
    const piece = fc.constantFrom(
      "lambda",
      "nu0",
      "a_3",
      " ",
      "12345",
      "dh/deta_i",
      "along e1",
      "1000",
      ".",
      "n = ",
      "seed ",
      "Db",
      "^2",
      "n^-1/4",
      "1e-8",
      "2.5e+10",
      "f²/f0",
      "x",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const once = forReaders(pieces.join(" "));
        expect(forReaders(once)).toBe(once);
      }),
    );
  });

  it("groups what a browser's British locale groups", () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(groupedNumber(value)).toBe(value.toLocaleString("en-GB"));
      }),
    );
    expect(groupedNumber(1234.5)).toBe("1234.5");
    expect(letterOf("a_10")).toBe("a₁₀");
  });
});
