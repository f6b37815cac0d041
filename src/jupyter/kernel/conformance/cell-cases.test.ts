import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASE_FILES, CELL_CASES } from "../../cell/conformance/all-cases";
import type { Expectation } from "../../cell/conformance/cell-case";
import { Conversation, type Turn } from "../../testing/conversation";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
let kernel: Conversation;
beforeAll(async () => {
  for (const [path, text] of Object.entries(CASE_FILES)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  kernel = await Conversation.open(directory);
});
afterAll(async () => {
  await kernel.session.close();
  rmSync(directory, { recursive: true });
});

function textOf(turn: Turn, type: string): string {
  const outputs = turn.outputs.filter((each) => each.output_type === type);
  return outputs.map((each) => String(each.text ?? (each.data as { "text/plain": unknown })["text/plain"])).join("");
}

function judge(turn: Turn, expected: Expectation | undefined): void {
  const { status, ename, evalue, traceback } = turn.reply;
  const told = Array.isArray(traceback) ? traceback.join("\n") : "";
  if (!expected || "value" in expected || "silent" in expected || "prints" in expected) {
    expect([status, evalue]).toEqual(["ok", undefined]);
  }
  if (!expected) return;
  if ("value" in expected) {
    // What JSON does not tell apart is shown differently: properties with getters, class instances.
    expect(textOf(turn, "execute_result").replace(/^\[Object: null prototype\] /, "")).toBe(inspect(expected.value));
  }
  if ("silent" in expected) expect(textOf(turn, "execute_result")).toBe("");
  if ("prints" in expected) expect(textOf(turn, "stream").trimEnd()).toBe(expected.prints);
  if ("refused" in expected) {
    expect(ename).toBe("CompileError");
    expect(told).toContain(`(TS${expected.refused})`);
    if (expected.at) expect(told).toContain(`line ${expected.at[0]}, column ${expected.at[1]}: `);
  }
  if ("throws" in expected) {
    expect(ename).toBe(expected.throws);
    expect(String(evalue)).toContain(expected.says ?? "");
  }
  if ("throwsAt" in expected) {
    const [line, column] = expected.throwsAt;
    // The caret below the marked line.
    const marked = new RegExp(`> +${line} \\| .*\\n[^\\n|]*\\| {${column}}\\^`);
    expect(told).toMatch(marked);
  }
}

// One kernel for all cases: what an earlier one declared must not disturb a later one.
describe("cells in the kernel", () => {
  it.each(CELL_CASES)("$name", async ({ steps }) => {
    for (const [code, expected] of steps) judge(await kernel.say(code), expected);
  });
});
