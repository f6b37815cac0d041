import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { fixed, type Path, powerLaw } from "../../model/path";
import type { Design } from "../design/design";
import { type DesignOptions, designStudy } from "../design/design-study";
import type { StudyRecord } from "../records/record";
import { encodeRow } from "../records/record-row";
import type { Study } from "../records/study";

/** A path of scenario D whose fits take milliseconds at n = 20. */
export const SMALL_PATH: Path = {
  id: "test/small",
  title: "small",
  model: defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: {
      density: { kind: "laplace" },
      expert: { kind: "activation", activation: "tanh", bias: true },
      eta: [1, 0],
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: defaultBox(2),
  }),
  lambda: powerLaw(0, 1.5, "1/4"),
  eta: [fixed(-1), fixed(0.5)],
  nu: fixed(0.25),
};

export function smallDesign(options: Partial<DesignOptions> = {}): Design {
  return designStudy(SMALL_PATH, { sizes: [20, 40], replications: 10, starts: 0, ...options });
}

/** Rows without their seconds, by size and replicate: what two runs must have in common, to the bit. */
export async function rowsOf(study: Study, parameters = ["lambda", "a", "b", "nu"]): Promise<readonly string[]> {
  const records: StudyRecord[] = [];
  for await (const batch of study.records()) records.push(...batch);
  records.sort((left, right) => left.n - right.n || left.replicate - right.replicate);
  return records.map((record) => encodeRow({ ...record, seconds: 0 }, parameters));
}

/** Runs `work` with a fresh directory that is removed afterwards. */
export async function inTemporaryDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
