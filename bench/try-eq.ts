import { defaultBox, defineModel, drawSample, fit } from "contaminated-moe";

const model = defineModel({
  covariates: { law: "normal", dimension: 1 },
  pretrained: {
    density: { kind: "laplace" },
    expert: { kind: "activation", activation: "identity", bias: true },
    eta: [0, 0],
    nu: 4,
  },
  prompt: { expert: { kind: "activation", activation: "sin", bias: true } },
  box: {
    ...defaultBox(2),
    eta: [
      [-50, 50],
      [-10, 10],
    ],
  },
});
for (const replicate of [0, 1, 2]) {
  const drawn = drawSample(
    model,
    { lambda: 0.6, eta: [2, 0.5], nu: 0.05 },
    { seed: 3, path: "halves", n: 200, replicate },
  );
  const x = drawn.x.map((v) => Math.round(2 * v) / 2);
  const y = drawn.y.map((v, i) => v - Math.sin(2 * drawn.x[i] + 0.5) + Math.sin(2 * x[i] + 0.5));
  const t = performance.now();
  const f = fit(model, { n: 200, dimension: 1, x, y });
  console.log(f.certificate.reason, f.certificate.starts, f.certificate.contenders, (performance.now() - t).toFixed(0));
}
