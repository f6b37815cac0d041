import { describe, expect, it } from "vitest";
import { parseModelFile } from "../../../src/model/files/model-file";
import { truthAt } from "../../../src/model/path";
import { toPathJson } from "../../../src/study/design/path-json";
import { scenarioPath } from "../../../src/study/design/scenarios";
import { softmaxPath } from "../../../src/study/design/softmax-paths";
import type { StudyRecord } from "../../../src/study/records/record";
import { decodeRow } from "../../../src/study/records/record-row";
import { answer } from "../work/tasks";
import { fileName, modelJson, recordsCsv } from "./export-files";

const { path } = scenarioPath("S/slope-gelu");

describe("exported files", () => {
  it("hold records that read back with their checksums, and how each fit started", () => {
    const request = { path: toPathJson(path), seed: 3, n: 400, replicate: 1 };
    const parts = (["cold", "warm"] as const).map((start) => ({
      start,
      records: [answer({ kind: "replicate", ...request, start }) as StudyRecord],
    }));
    const [head, ...rows] = recordsCsv(path, parts).trimEnd().split("\n");
    expect(head.split(",").slice(-2)).toEqual(["seconds", "start"]);
    rows.forEach((row, k) => {
      const [, content, start] = /^(.*),(cold|warm)$/.exec(row) ?? [];
      expect(start).toBe(parts[k].start);
      const { seconds: _, ...record } = parts[k].records[0];
      expect(decodeRow(content, ["lambda", "a", "b", "nu"])).toMatchObject(record);
    });
    expect(rows.length).toBe(2);
  });

  it("hold a model file that gives back model and truth", () => {
    const { model, truth } = parseModelFile(JSON.parse(modelJson(path, 5000)));
    expect(model).toEqual(path.model);
    expect(truth).toEqual(truthAt(path, 5000));
  });

  it("hold the gate of a softmax model, with tau and beta", () => {
    const { path: gated } = softmaxPath("S/gate-tilted");
    const file = modelJson(gated, 5000);
    expect(JSON.parse(file)).toMatchObject({ gate: { kind: "softmax" }, truth: { tau: 0, beta: [1] } });
    const { model, truth } = parseModelFile(JSON.parse(file));
    expect(model).toEqual(gated.model);
    expect(truth).toEqual(truthAt(gated, 5000));
    const [head] = recordsCsv(gated, []).split("\n");
    expect(head).toMatch(/tau.*beta.*nu/);
    expect(head).not.toMatch(/lambda/);
  });

  it("are named after path and seed", () => {
    expect(fileName(path, 7)).toBe("S-slope-gelu-seed-7");
  });
});
