import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ContaminatedMoe,
  defaultBox,
  defineModel,
  drawSample,
  type Parameters,
  type Sample,
} from "contaminated-moe";
import { frozenLogDensities } from "#dist/estimation/likelihood/likelihood";

export type PromptKind = "identity" | "tanh";

/** The benchmark's model: d = 8, f0 Laplace around a tanh expert, the prompt linear or tanh with a bias. */
export interface Problem {
  readonly kind: PromptKind;
  readonly model: ContaminatedMoe;
  readonly truth: Parameters;
  /** Where one-start fits begin, the same for everybody. */
  readonly start: Parameters;
  readonly sample: Sample;
  /** x by columns, y and log f0 as raw doubles, for the peers. */
  readonly dataFile: string;
}

export const DIMENSION = 8;

export function benchModel(kind: PromptKind): ContaminatedMoe {
  return defineModel({
    covariates: { law: "uniform", dimension: DIMENSION },
    pretrained: {
      density: { kind: "laplace" },
      expert: { kind: "activation", activation: "tanh", bias: false },
      eta: Array.from({ length: DIMENSION }, (_, j) => (j % 2 === 0 ? 0.6 : -0.4)),
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation: kind, bias: true } },
    box: defaultBox(DIMENSION + 1),
  });
}

export const TRUTH: Parameters = { lambda: 0.5, eta: [0.5, 0.3, -0.2, 0.4, 0.1, -0.5, 0.3, 0.2, 0.4], nu: 0.5 };
export const START: Parameters = { lambda: 0.3, eta: TRUTH.eta.map((e) => 0.6 * e + 0.1), nu: 1 };

export function problem(kind: PromptKind, n: number, directory: string): Problem {
  const model = benchModel(kind);
  const sample = drawSample(model, TRUTH, { seed: 1, path: `bench/${kind}`, n, replicate: 0 });
  mkdirSync(directory, { recursive: true });
  const dataFile = join(directory, `${kind}.bin`);
  const columns = [sample.x, sample.y, frozenLogDensities(model, sample)];
  writeFileSync(dataFile, Buffer.concat(columns.map((c) => Buffer.from(c.buffer, c.byteOffset, c.byteLength))));
  return { kind, model, truth: TRUTH, start: START, sample, dataFile };
}
