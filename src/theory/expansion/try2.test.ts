import { it } from "vitest";
import { type ContaminatedMoe, defaultBox, defineModel } from "../../model/contaminated-moe";
import { customDensity } from "../../model/custom-density";
import { customExpert } from "../../model/expert";
import { decayExpert, logisticDensity } from "../../model/own-expert-example";
import { SCENARIO_PATHS } from "../../study/design/scenarios";
import { classify } from "../rates/scenario";

it("x", () => {
  const phi = (z: number, m: number, v: number) => Math.exp((-(z - m) * (z - m)) / 2 / v) / Math.sqrt(2 * Math.PI * v);
  const c = 0.3,
    v = 1 / (1 + 2 * c);
  const own = customDensity({ name: "own", logDensity: (z) => Math.log(phi(z, 0, v) * (1 + c * ((z * z) / v - 1))) });
  const mix = customDensity({
    name: "mix",
    logDensity: (z) => Math.log(0.5 * phi(z, -0.6, 0.64) + 0.5 * phi(z, 0.6, 0.64)),
  });
  const gauss = customDensity({ name: "g", logDensity: (z) => Math.log(phi(z, 0, 1)) });
  const E = (activation: any, bias = true) => ({ kind: "activation", activation, bias }) as const;
  const M = (density: any, e0: any, eta0: number[], e: any, q: number, d = 1, law = "uniform"): ContaminatedMoe =>
    defineModel({
      covariates: { law: law as any, dimension: d },
      pretrained: { density, expert: e0, eta: eta0, nu: 1 },
      prompt: { expert: e },
      box: defaultBox(q),
    });
  const G = { kind: "gaussian" } as const;
  const customLinear = customExpert(
    {
      name: "lin",
      parameters: 2,
      evaluate: (x, eta, g, h) => {
        g[0] = x[0] ** 3;
        g[1] = 1;
        h.fill(0);
        return eta[0] * x[0] ** 3 + eta[1];
      },
    },
    { x: [[1]], eta: [[1, 1]] },
  );
  const redundant = customExpert(
    {
      name: "red",
      parameters: 2,
      evaluate: (x, eta, g, h) => {
        g[0] = x[0];
        g[1] = x[0];
        h.fill(0);
        return (eta[0] + eta[1]) * x[0];
      },
    },
    { x: [[1]], eta: [[1, 1]] },
  );
  const cases: [string, ContaminatedMoe][] = [
    ["relu linear on support", M(G, E("relu"), [1, 5], E("relu"), 2)],
    ["identity frozen, relu prompt, linear there", M(G, E("identity"), [1, 5], E("relu"), 2)],
    ["identity frozen x, relu prompt", M(G, E("identity"), [1, 0], E("relu"), 2)],
    ["relu frozen lin, identity prompt", M(G, E("relu"), [1, 5], E("identity"), 2)],
    ["relu bend", M(G, E("relu"), [1, 0], E("relu"), 2)],
    ["dead relu", M(G, E("relu"), [1, -5], E("relu"), 2)],
    ["relu D", M({ kind: "laplace" }, E("tanh"), [1, 0], E("relu"), 2)],
    ["custom gaussian L", M(gauss, E("identity"), [1, 0], E("identity"), 2)],
    ["custom gaussian S", M(gauss, E("tanh"), [1, 0], E("tanh"), 2)],
    ["own S", M(own, E("tanh"), [1, 0], E("tanh"), 2)],
    ["own H", M(own, E("tanh"), [1, 0], E("identity"), 2)],
    ["mix L", M(mix, E("identity"), [1, 0], E("identity"), 2)],
    ["mix tanh", M(mix, E("tanh"), [1, 0], E("tanh"), 2)],
    ["logistic", M(logisticDensity, E("tanh"), [1, 0], E("tanh"), 2)],
    ["t 1e6", M({ kind: "student-t", df: 1e6 }, E("tanh"), [1, 0], E("tanh"), 2)],
    ["t 20", M({ kind: "student-t", df: 20.1 }, E("tanh"), [1, 0], E("tanh"), 2)],
    ["id no bias", M(G, E("identity", false), [1], E("identity", false), 1)],
    ["id no bias d2", M(G, E("identity", false), [1, 2], E("identity", false), 2, 2)],
    ["const tanh", M(G, E("tanh"), [0, 0.5], E("tanh"), 2)],
    ["const tanh, linear prompt", M(G, E("tanh"), [0, 0.5], E("identity"), 2)],
    ["tanh nearly linear", M(G, E("tanh"), [0.01, 0], E("identity"), 2)],
    ["tanh saturated", M(G, E("tanh"), [1, 9], E("tanh"), 2)],
    ["sin", M(G, E("sin"), [2, 1], E("sin"), 2)],
    ["gelu d2", M(G, E("gelu"), [2, 1, 0], E("gelu"), 3, 2)],
    ["softplus d8", M(G, E("softplus"), [1, 1, 1, 1, 1, 1, 1, 1, 0], E("softplus"), 9, 8)],
    ["softplus d8 / relu", M(G, E("softplus"), [1, 1, 1, 1, 1, 1, 1, 1, 0], E("relu"), 9, 8)],
    ["tanh d250", M(G, E("tanh", false), new Array(250).fill(0.1), E("tanh", false), 250, 250)],
    ["decay", M(G, decayExpert, [1, 0.5], decayExpert, 2)],
    ["custom linear", M(G, customLinear, [1, 0.5], customLinear, 2)],
    ["custom linear vs id", M(G, E("identity"), [0, 0.5], customLinear, 2)],
    ["redundant", M(G, redundant, [1, 0.5], redundant, 2)],
    ["redundant D", M({ kind: "laplace" }, redundant, [1, 0.5], redundant, 2)],
    ...SCENARIO_PATHS.map(({ id, path }) => [id, path.model] as [string, ContaminatedMoe]),
  ];
  for (const [name, model] of cases) {
    const t = performance.now();
    const r = classify(model);
    console.log("CLASS", name, JSON.stringify(r), (performance.now() - t).toFixed(0));
  }
});
