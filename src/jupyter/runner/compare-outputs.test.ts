import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compareOutputs, formatDifference } from "./compare-outputs";
import { type Notebook, readNotebook, writeNotebook } from "./notebook-file";
import type { Output } from "./output-log";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

function notebook(outputs: readonly Output[]): Notebook {
  const cell = { type: "code" as const, id: "only", metadata: {}, source: "1", executionCount: 1, rest: {} };
  return { metadata: {}, cells: [{ ...cell, outputs }] };
}

function differences(stored: readonly Output[], fresh: readonly Output[]): readonly string[] {
  const file = join(directory, "stored.ipynb");
  writeNotebook(file, notebook(stored));
  return compareOutputs(file, readNotebook(file), notebook(fresh)).map((each) =>
    formatDifference(each).replace(`${directory}/`, ""),
  );
}

const stream = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
const image = (png: string): Output => ({ output_type: "display_data", data: { "image/png": png }, metadata: {} });

describe("the comparison of stored and fresh outputs", () => {
  it("names cell, output and line, and shows both versions", () => {
    expect(differences([stream("a\nb\n")], [stream("a\nc\n")])).toEqual([
      "stored.ipynb, cell 1 (only), output 1, stdout, line 2:\n  - b\n  + c",
    ]);
  });

  it("sees outputs that are gone or new", () => {
    expect(differences([stream("a")], [])).toEqual([
      "stored.ipynb, cell 1 (only), output 1, stdout, line 1:\n  - a\n  + (nothing)",
    ]);
    expect(differences([], [stream("a")])).toHaveLength(1);
  });

  it("does not mind the order in which an object's fields were written", () => {
    const type = "application/vnd.plotly.v1+json";
    const figure = (data: Readonly<Record<string, unknown>>): Output => ({
      output_type: "display_data",
      data: { [type]: data },
      metadata: {},
    });
    expect(differences([figure({ data: [1], config: {} })], [figure({ data: [1], config: {} })])).toEqual([]);
    expect(differences([figure({ data: [1], config: {} })], [figure({ data: [2], config: {} })])).toHaveLength(1);
  });

  it("of images compares the presence only", () => {
    expect(differences([image("AAAA")], [image("BBBB")])).toEqual([]);
    expect(differences([image("AAAA")], [stream("x")])).toHaveLength(2);
  });
});
