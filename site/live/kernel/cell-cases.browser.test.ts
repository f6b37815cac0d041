import { inspect } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASE_FILES, CELL_CASES } from "../../../src/jupyter/cell/conformance/all-cases";
import type { Expectation } from "../../../src/jupyter/cell/conformance/cell-case";
import { Displays, type Output, OutputLog } from "../../../src/jupyter/runner/output-log";
import type { Message } from "../../../src/jupyter/wire";
import { CHROMIUM_HINT, SiteInChromium, SKIP_WITHOUT_CHROMIUM } from "../../testing/site-in-chromium";
import type { FromKernel } from "../messages";

/** Speaks to a kernel's worker from an empty page. */
const START = `(beside) => new Promise((done, failed) => {
  const worker = new Worker("assets/live-kernel.js");
  let heard = [];
  let ended = () => {};
  worker.onerror = (event) => failed(new Error(event.message));
  worker.onmessage = ({ data }) => {
    if (data.kind === "broken") failed(new Error(data.reason));
    if (data.kind === "checking") done();
    heard.push(data);
    if (data.kind === "ended") ended();
  };
  globalThis.runCell = (number, source) => new Promise((told) => {
    heard = [];
    ended = () => told(heard);
    worker.postMessage({ kind: "run", number, source });
  });
  worker.postMessage({ kind: "start", files: new URL(".", location.href).href, beside });
})`;

interface Turn {
  readonly outputs: readonly Output[];
  readonly ending: string;
}

function textOf({ outputs }: Turn, type: string): string {
  return outputs
    .filter((each) => each.output_type === type)
    .map((each) => String(each.text ?? (each.data as { "text/plain": unknown })["text/plain"]))
    .join("");
}

function judge(turn: Turn, expected: Expectation | undefined): void {
  const error = turn.outputs.find((each) => each.output_type === "error");
  const told = Array.isArray(error?.traceback) ? error.traceback.join("\n") : "";
  if (!expected || "value" in expected || "silent" in expected || "prints" in expected) {
    expect([turn.ending, error?.evalue]).toEqual(["done", undefined]);
  }
  if (!expected) return;
  if ("value" in expected) {
    expect(textOf(turn, "execute_result").replace(/^\[Object: null prototype\] /, "")).toBe(inspect(expected.value));
  }
  if ("silent" in expected) expect(textOf(turn, "execute_result")).toBe("");
  if ("prints" in expected) expect(textOf(turn, "stream").trimEnd()).toBe(expected.prints);
  if ("refused" in expected) {
    expect(error?.ename).toBe("CompileError");
    expect(told).toContain(`(TS${expected.refused})`);
    if (expected.at) expect(told).toContain(`line ${expected.at[0]}, column ${expected.at[1]}: `);
  }
  if ("throws" in expected) {
    expect(error?.ename).toBe(expected.throws);
    expect(String(error?.evalue)).toContain(expected.says ?? "");
  }
  if ("throwsAt" in expected) {
    const [line, column] = expected.throwsAt;
    expect(told).toMatch(new RegExp(`> +${line} \\| .*\\n[^\\n|]*\\| {${column}}\\^`));
  }
}

// One kernel for all cases, as in Node: what an earlier one declared must not disturb a later one.
describe.skipIf(SKIP_WITHOUT_CHROMIUM)(`cells in a browser's worker${CHROMIUM_HINT}`, () => {
  let site: SiteInChromium;
  let page: Page;
  let number = 0;

  beforeAll(async () => {
    site = await SiteInChromium.start();
    page = await site.open("status.html");
    await page.evaluate(`(${START})(${JSON.stringify(CASE_FILES)})`);
  });
  afterAll(() => site?.stop());

  async function say(source: string): Promise<Turn> {
    const heard = (await page.evaluate(`runCell(${++number}, ${JSON.stringify(source)})`)) as readonly FromKernel[];
    const log = new OutputLog(new Displays());
    for (const each of heard) {
      if (each.kind === "output") log.add({ header: { msg_type: each.type }, content: each.content } as Message);
    }
    const end = heard.at(-1);
    return { outputs: log.outputs, ending: end?.kind === "ended" ? end.ending : "" };
  }

  it.each(CELL_CASES)("$name", async ({ steps }) => {
    for (const [code, expected] of steps) judge(await say(code), expected);
  });
});
