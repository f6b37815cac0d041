import { describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { projectedRule } from "./projected-covariates";

function model(law: "uniform" | "normal", eta0: readonly number[]): ContaminatedMoe {
  const dimension = eta0.length;
  const expert = { kind: "activation", activation: "tanh", bias: false } as const;
  return defineModel({
    covariates: { law, dimension },
    pretrained: { density: { kind: "laplace" }, expert, eta: eta0, nu: 1 },
    prompt: { expert },
    box: defaultBox(dimension),
  });
}

const A0 = [0.5, 0.4, -0.6, 0.5, 0.3, 0.7, -0.4, 0.5];
const A = [0.5, -0.5, 0.3, -0.6, 0.5, 0.2, 0.6, -0.4];

describe.each(["uniform", "normal"] as const)("the projections of %s covariates", (law) => {
  const kurtosis = law === "uniform" ? 9 / 5 : 3;
  const d = A.length;
  const rule = projectedRule(model(law, A0), A, 1);

  it("apply in eight dimensions", () => {
    expect(rule?.moments).toBeDefined();
  });

  it("have the moments of x: mass 1, mean 0, covariance I, and fourth moments with any projection", () => {
    if (rule?.moments === undefined) throw new Error("no projected rule");
    const { columns, factor } = rule.moments;
    const m = d + 1;
    const plain = new Float64Array(m * m);
    const weighted = new Float64Array(m * m);
    for (let i = 0; i < rule.weights.length; i++) {
      let u = 0;
      for (let j = 0; j < d; j++) u += A[j] * rule.nodes[i * d + j];
      for (let column = 0; column < columns; column++) {
        const at = (i * columns + column) * m;
        for (let j = 0; j < m; j++) {
          for (let k = 0; k < m; k++) {
            const product = factor[at + j] * factor[at + k];
            plain[j * m + k] += product;
            weighted[j * m + k] += u * u * product;
          }
        }
      }
    }
    const square = A.reduce((sum, a) => sum + a * a, 0);
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < m; k++) {
        expect(Math.abs(plain[j * m + k] - (j === k ? 1 : 0))).toBeLessThan(1e-5);
        // E (A^T x)^2 x_j x_k, with entry 0 for the constant 1.
        let fourth = 0;
        if (j === 0 && k === 0) fourth = square;
        else if (j > 0 && k > 0) {
          fourth = j === k ? square + (kurtosis - 1) * A[j - 1] ** 2 : 2 * A[j - 1] * A[k - 1];
        }
        expect(Math.abs(weighted[j * m + k] - fourth)).toBeLessThan(1e-5);
      }
    }
  });

  it("survive merging: nearly parallel slopes are no worse than others", () => {
    const near = A0.map((a, j) => a + 1e-6 * A[j]);
    const merged = projectedRule(model(law, A0), near, 0);
    const mass = merged?.weights.reduce((sum, w) => sum + w, 0) ?? 0;
    expect(Math.abs(mass - 1)).toBeLessThan(1e-4);
  });

  it("leave parallel slopes with one coordinate", () => {
    const parallel = projectedRule(
      model(law, A0),
      A0.map((a) => 2 * a),
      0,
    );
    expect(parallel?.weights.length).toBeLessThanOrEqual(40);
    expect(Math.abs((parallel?.weights.reduce((sum, w) => sum + w, 0) ?? 0) - 1)).toBeLessThan(1e-4);
  });
});
