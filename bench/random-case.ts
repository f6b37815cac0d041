import { type Box, type ContaminatedMoe, type Density, defineModel, drawSample, type Sample } from "contaminated-moe";
import { ACTIVATIONS } from "#dist/model/activation";
import { RandomStream } from "#dist/numerics/random-stream";

/** A random model with random, often awkward data. */
export interface RandomCase {
  readonly model: ContaminatedMoe;
  readonly sample: Sample;
  readonly description: string;
}

/** Uniforms and standard normals in order, as a function of (seed, index). */
function dice(seed: number, index: number): { readonly next: () => number; readonly normal: () => number } {
  const stream = new RandomStream({ seed, path: "random case", n: 0, replicate: index });
  const [uniforms, normals] = [new Float64Array(1024), new Float64Array(1024)];
  stream.uniforms(0, uniforms);
  stream.normals(1, normals);
  let [used, usedNormals] = [0, 0];
  return { next: () => uniforms[used++], normal: () => normals[usedNormals++] };
}

/**
 * Case `index` of a seed: any density and activations, one to four covariates, 5 to 5000 rows (log-uniform); covariates
 * continuous, tied, collinear or of very different scales; a share of 0, 1 or anything; responses with outliers or
 * ties; boxes wide, narrow or cutting.
 */
export function randomCase(seed: number, index: number): RandomCase {
  const { next, normal } = dice(seed, index);
  const of = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)];
  const dimension = of([1, 2, 3, 4]);
  const expert = () => ({ kind: "activation", activation: of(ACTIVATIONS), bias: next() < 0.7 }) as const;
  const [e0, e1] = [expert(), expert()];
  const same = next() < 0.3;
  const pretrainedExpert = same ? e1 : e0;
  const density: Density = of([
    { kind: "gaussian" },
    { kind: "laplace" },
    { kind: "student-t", df: of([2.1, 3, 5, 10]) },
  ] as const);
  const q = dimension + (e1.bias ? 1 : 0);
  const q0 = dimension + (pretrainedExpert.bias ? 1 : 0);
  const nu0 = 10 ** (2 * next() - 1);
  const box: Box = {
    lambda: of([
      [0, 1],
      [0, 1],
      [0, 0.5],
      [0.05, 1],
    ] as const),
    eta: Array.from({ length: q }, (_, j) => (j === 0 ? of([10, 10, 3, 100]) : 10)).map((w) => [-w, w] as const),
    nu: of([
      [0.01, 100],
      [0.01, 100],
      [0.001, 5],
      [0.1, 1000],
    ] as const),
  };
  const model = defineModel({
    covariates: { law: of(["uniform", "normal"] as const), dimension },
    pretrained: { density, expert: pretrainedExpert, eta: Array.from({ length: q0 }, () => 1.5 * normal()), nu: nu0 },
    prompt: { expert: e1 },
    box,
  });
  const n = Math.max(q + 2, Math.round(5 * 1000 ** next()));
  const lambda = of([0, 1, 0.02 * next(), 0.2 * next(), next(), next()]);
  const truth = { lambda, eta: Array.from({ length: q }, () => 1.5 * normal()), nu: 10 ** (2 * next() - 1.5) };
  const drawn = drawSample(model, truth, { seed, path: "random case data", n, replicate: index });
  const x = drawn.x.slice();
  const design = of(["plain", "plain", "plain", "tied", "collinear", "scales", "rounded"] as const);
  const noise = of(["plain", "plain", "plain", "outliers", "tied", "huge"] as const);
  if (design === "tied") for (let k = 0; k < x.length; k++) x[k] = x[k] > 0 ? 1 : 0;
  if (design === "rounded") for (let k = 0; k < x.length; k++) x[k] = Math.round(2 * x[k]) / 2;
  if (design === "collinear" && dimension > 1) x.copyWithin(n, 0, n);
  if (design === "scales") for (let k = 0; k < x.length; k++) x[k] *= 10 ** (Math.floor(k / n) - 1);
  const y = drawn.y.slice();
  if (noise === "tied") for (let i = 0; i < n; i++) y[i] = Math.round(y[i]);
  const far = noise === "outliers" ? 10 : noise === "huge" ? 1000 : 0;
  if (far > 0) for (let i = 0; i < n; i += 20) y[Math.floor(next() * n)] += far * normal();
  const description = `n ${n}, d ${dimension}, ${density.kind} ${pretrainedExpert.activation} -> ${e1.activation}${e1.bias ? " + b" : ""}, lambda ${lambda.toFixed(3)}, x ${design}, y ${noise}, nu >= ${box.nu[0]}`;
  return { model, sample: { n, dimension, x, y }, description };
}
