import { describe, expect, it } from "vitest";
import { type Content, compose } from "../wire";
import { Displays, OUTPUT_LIMIT, OutputLog } from "./output-log";

function logOf(...messages: readonly (readonly [string, Content])[]): OutputLog {
  const log = new OutputLog(new Displays());
  for (const [type, content] of messages) log.add(compose("session", type, content));
  return log;
}

const stream = (text: string): readonly [string, Content] => ["stream", { name: "stdout", text }];
const display = (text: string, id?: string): readonly [string, Content] => [
  "display_data",
  { data: { "text/plain": text }, metadata: {}, ...(id === undefined ? {} : { transient: { display_id: id } }) },
];
const half = "x".repeat(OUTPUT_LIMIT / 2);

describe("the outputs of a cell", () => {
  it("are cut at the limit, once, with a sentence, and what follows is left out", () => {
    const log = logOf(stream(half), stream(`${half}yes`), stream("more"), display("more"), stream("more"));
    expect(log.full).toBe(true);
    expect(log.outputs).toHaveLength(2);
    expect(String(log.outputs[0]?.text)).toHaveLength(OUTPUT_LIMIT);
    expect(log.outputs[1]).toMatchObject({
      name: "stderr",
      text: expect.stringMatching(/^\[The output of this cell is cut/),
    });
  });

  it("keep the error behind what is cut", () => {
    const log = logOf(stream(half), display(half), stream("y"), [
      "error",
      { ename: "E", evalue: "why", traceback: [] },
    ]);
    expect(log.outputs.map((each) => each.output_type)).toEqual(["stream", "display_data", "stream", "error"]);
  });

  it("count displays, whole ones only, and what replaces them", () => {
    const log = logOf(display(half), display(`${half}x`), display("after"));
    expect(log.outputs).toHaveLength(2);
    expect(log.outputs[1]).toMatchObject({ text: expect.stringContaining("cut") });
    const grown = logOf(display(half, "a"), [
      "update_display_data",
      { data: { "text/plain": `${half}${half}x` }, metadata: {}, transient: { display_id: "a" } },
    ]);
    expect(grown.outputs[0]).toMatchObject({ data: { "text/plain": half } });
    expect(grown.full).toBe(true);
  });

  it("begin anew when they are cleared", () => {
    const log = logOf(stream(half), stream(half), stream("y"), ["clear_output", { wait: true }], stream("z"));
    expect(log.outputs).toEqual([{ output_type: "stream", name: "stdout", text: "z" }]);
    expect(log.full).toBe(false);
  });

  it("are valid whatever a kernel sends", () => {
    const log = logOf(
      ["error", { ename: 42, evalue: { a: 1 }, traceback: [null, 7] }],
      ["error", { evalue: "x".repeat(1_000_000) }],
      ["stream", { name: "other", text: 5 }],
      ["execute_result", { data: "text", execution_count: "1" }],
    );
    expect(log.outputs).toMatchObject([
      { ename: "42", evalue: "[object Object]", traceback: ["null", "7"] },
      { ename: "Error", traceback: [] },
      { output_type: "stream", name: "stdout", text: "5" },
      { output_type: "execute_result", data: {}, metadata: {}, execution_count: null },
    ]);
    expect(String(log.outputs[1]?.evalue).length).toBeLessThan(101_000);
  });
});
