import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conversation } from "../../testing/conversation";

let kernel: Conversation;
beforeAll(async () => {
  kernel = await Conversation.open();
});
afterAll(() => kernel.session.close());

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("an interrupt", () => {
  it.each([
    ["a loop in an async function", "async function inner() { await null; while (true) {} }\nawait inner()"],
    ["a loop in a timer", "await new Promise(() => { setTimeout(() => { while (true) {} }, 10) })"],
    ["a loop in a microtask", "await new Promise(() => queueMicrotask(() => { while (true) {} }))"],
    [
      "a loop after reading a file",
      "const fs = require('fs/promises'); await fs.readdir('.'); await (async () => { await fs.readdir('.'); while (true) {} })()",
    ],
    ["a loop that prints", "while (true) console.log('x')"],
    ["a loop that catches", "while (true) { try { while (true) {} } catch {} }"],
    ["a regular expression that backtracks", "/(a+)+$/.test('a'.repeat(40) + 'b')"],
    ["a program that is waited for", "require('child_process').execSync('sleep 20')"],
    ["a generator", "function* ever() { while (true) yield 1 }\nfor (const _ of ever()) {}"],
    ["a wait in a blocked thread", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  ])("ends %s", async (_, code) => {
    const turn = await kernel.say(code, 0.7);
    expect(turn.end).toEqual({ kind: "timed out", killed: false });
    expect(await kernel.ask("'alive'")).toBe("'alive'");
  });

  it("ends a loop in an async function of an earlier cell", async () => {
    await kernel.say("async function forever() { await null; while (true) {} }");
    expect((await kernel.say("await forever()", 0.7)).end).toEqual({ kind: "timed out", killed: false });
    expect(await kernel.ask("'alive'")).toBe("'alive'");
  });

  it("keeps what was assigned, values and types", async () => {
    await kernel.say("const heavy = 42; interface H { h: number } while (true) {}", 0.7);
    expect(await kernel.ask("const h: H = { h: heavy }; h.h")).toBe("42");
    const wrong = await kernel.say("const w: string = heavy");
    expect(wrong.reply.ename).toBe("CompileError");
  });

  it("ends what the cell would do next", async () => {
    await kernel.say("let ticks = 0; for (;;) { await new Promise((r) => setTimeout(r, 20)); ticks++ }", 0.5);
    const first = Number(await kernel.ask("ticks"));
    await sleep(200);
    expect(Number(await kernel.ask("ticks"))).toBe(first);
  });
});
