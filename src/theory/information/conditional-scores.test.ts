import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import type { BuiltInDensity } from "../../model/density";
import { frozenLogDensity, promptAgainstFrozen } from "../quadrature/log-ratio";
import { componentShape, ResponseRule } from "../quadrature/response-rule";
import { ConditionalScores } from "./conditional-scores";

const DENSITIES: readonly BuiltInDensity[] = [
  { kind: "gaussian" },
  { kind: "laplace" },
  { kind: "student-t", df: 2.5 },
  { kind: "student-t", df: 8 },
];
const line = { kind: "activation", activation: "identity", bias: true } as const;

/** The three scores' factor at x = 1, in the kernel or by the plain loop, and the rule that it was taken over. */
function factorOf(
  density: BuiltInDensity,
  {
    nu0,
    gap,
    nu,
    lambda,
  }: { readonly nu0: number; readonly gap: number; readonly nu: number; readonly lambda: number },
  inKernel: boolean,
): { readonly factor: readonly number[]; readonly rule: ResponseRule } {
  const model = defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density, expert: line, eta: [1, 0], nu: nu0 },
    prompt: { expert: line },
    box: defaultBox(2),
  });
  const against = promptAgainstFrozen(model)(Float64Array.of(1), 1, [1, gap], nu);
  // As information.ts forms it: rounded where the means nearly agree.
  const apart = against.promptMean - 1;
  const rule = new ResponseRule(16);
  rule.place([
    { shape: componentShape(density), mean: 0, scale: Math.sqrt(nu0) },
    { shape: componentShape({ kind: "gaussian" }), mean: gap, scale: Math.sqrt(nu) },
  ]);
  const scores = new ConditionalScores(model, inKernel);
  const logf0 = frozenLogDensity(model);
  const factor = Array.from(scores.over(rule, { gap: apart, nu, lambda, rest: 1 - lambda, against, logf0 }));
  scores.release();
  return { factor, rule };
}

const cases = fc.record({
  nu0: fc.double({ min: -4, max: 4, noNaN: true }).map((power) => 10 ** power),
  gap: fc.oneof(
    fc.double({ min: -30, max: 30, noNaN: true }),
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
    fc.double({ min: -1e-15, max: 1e-15, noNaN: true }),
  ),
  nu: fc.double({ min: -4, max: 4, noNaN: true }).map((power) => 10 ** power),
  lambda: fc.oneof(
    fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
    fc.double({ min: -250, max: -3, noNaN: true }).map((power) => 10 ** power),
  ),
});

describe("the scores over y at one x", () => {
  it("have the same bits in the kernel as in the plain loop, whatever the densities and however far apart", () => {
    fc.assert(
      fc.property(fc.constantFrom(...DENSITIES), cases, (density, at) => {
        const [kernel, plain] = [true, false].map((inKernel) => factorOf(density, at, inKernel).factor);
        expect(kernel.map((entry) => entry + 0)).toEqual(plain.map((entry) => entry + 0));
      }),
      { numRuns: 400 },
    );
  });

  it("have squares that integrate to the textbook's information where the shares are 1/2 and the laws far apart", () => {
    // Then the prompt's rows are known: lambda's information is 1/(lambda (1 - lambda)), h's lambda/nu, nu's lambda/(2 nu^2).
    for (const density of DENSITIES.slice(0, 2)) {
      const nu = 0.3;
      const { factor: r } = factorOf(density, { nu0: 1, gap: 400, nu, lambda: 0.5 }, true);
      const squared = (j: number): number => r[j] ** 2 + r[3 + j] ** 2 + r[6 + j] ** 2;
      expect(squared(0)).toBeCloseTo(4, 9);
      expect(squared(1)).toBeCloseTo(0.5 / nu, 9);
      expect(squared(2)).toBeCloseTo(0.5 / (2 * nu * nu), 9);
    }
  });
});
