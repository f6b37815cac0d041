import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conversation, type Turn } from "../testing/conversation";

/** Inputs that users of notebook kernels have reported; the language's own are in ../cell/conformance. */
const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
let kernel: Conversation;
beforeAll(async () => {
  kernel = await Conversation.open(directory);
});
afterAll(async () => {
  await kernel.session.close();
  rmSync(directory, { recursive: true });
});

const told = (turn: Turn): string => String((turn.reply.traceback as readonly string[] | undefined)?.join("\n"));
const printed = (turn: Turn, name: string = "stdout"): string =>
  turn.outputs
    .filter((each) => each.output_type === "stream" && each.name === name)
    .map((each) => each.text)
    .join("");
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("what cannot become JSON", () => {
  const display = (bundle: string): string =>
    `({ [Symbol.for('Jupyter.display')]() { const c: any = {}; c.c = c; return ${bundle} } })`;
  it.each([
    ["a BigInt", display("{ 'application/json': { big: 10n } }"), /BigInt/],
    ["a cycle", display("{ 'application/json': c }"), /circular/],
    ["a toJSON that throws", display("{ 'application/json': { toJSON() { throw new Error('no') } } }"), /not JSON: no/],
    [
      "a display",
      "(globalThis as any)[Symbol.for('contaminated-moe.publish')]('display_data', { data: { 'application/json': 1n }, metadata: {} })",
      /BigInt/,
    ],
    ["a display method that throws", "({ [Symbol.for('Jupyter.display')]() { throw new Error('mine') } })", /mine/],
  ])("%s fails the cell", async (_, code, message) => {
    const turn = await kernel.say(code);
    expect(turn.reply.status).toBe("error");
    expect(turn.reply.evalue).toMatch(message);
    expect(await kernel.ask("1 + 1")).toBe("2");
  });

  it.each([
    ["const e1: any = new Error('x'); e1.message = 10n; throw e1", "Error", "10n"],
    ["const e2: any = new Error('x'); e2.name = 42; throw e2", "42", "x"],
    ["const e3: any = new Error('x'); e3.name = {}; e3.message = [1]; throw e3", "{}", "[ 1 ]"],
    ["throw { get a() { throw 1 } }", "Thrown", "{ a: [Getter] }"],
    ["throw Symbol('s')", "Thrown", "Symbol(s)"],
    ["throw 10n", "Thrown", "10n"],
    ["require('vm').runInNewContext('throw new RangeError(\"far\")')", "RangeError", "far"],
    ["throw new Proxy({}, { get() { throw new Error('trap') } })", "Thrown", "{}"],
    ["const e4: any = new Error('x'); e4.cause = e4; throw e4", "Error", "x"],
    ["throw Object.assign(new Error('x'), { get stack(): string { throw 1 } })", "", ""],
  ])("%s is told in texts", async (code, ename, evalue) => {
    const { reply } = await kernel.say(code);
    expect(reply.status).toBe("error");
    expect([typeof reply.ename, typeof reply.evalue]).toEqual(["string", "string"]);
    if (ename !== "") expect([reply.ename, reply.evalue]).toEqual([ename, evalue]);
  });

  it("lone surrogates become U+FFFD wherever they are", async () => {
    expect(printed(await kernel.say("console.log('a😀'.slice(0, 2))"))).toBe("a\uFFFD\n");
    // Node's inspector escapes it, as it does in a terminal.
    expect(await kernel.ask("'a\\ud83d'")).toMatch(/^'a\\u[dD]83[dD]'$/);
    expect((await kernel.say("throw new Error('\\udc00 😀')")).reply.evalue).toBe("\uFFFD 😀");
    const shown = await kernel.say(
      "(globalThis as any)[Symbol.for('contaminated-moe.publish')]('display_data', { data: { 'text/plain': '\\ud83d \\\\ud83d' }, metadata: {} })",
    );
    expect(shown.outputs).toMatchObject([{ data: { "text/plain": "\uFFFD \\ud83d" } }]);
  });
});

describe("output", () => {
  it("of a loop comes in few messages, complete and in order", async () => {
    const turn = await kernel.say("for (let i = 0; i < 100_000; i++) console.log(i)", 60);
    const lines = printed(turn).trimEnd().split("\n");
    expect(lines).toHaveLength(100_000);
    expect(lines.at(-1)).toBe("99999");
    expect(turn.messages.filter((each) => each === "stream").length).toBeLessThan(3 + turn.milliseconds / 50);
  });

  it("before a display stays before it", async () => {
    const publish =
      "(globalThis as any)[Symbol.for('contaminated-moe.publish')]('display_data', { data: { 'text/plain': 'd' }, metadata: {} });";
    const turn = await kernel.say(`console.log(1); console.log(2); ${publish} console.log(3); console.log(4)`);
    expect(turn.outputs.map((each) => each.text ?? "display")).toEqual(["1\n2\n", "display", "3\n4\n"]);
  });

  it("of any amount is cut with a sentence", async () => {
    const turn = await kernel.say("for (let i = 0; i < 600; i++) console.log('x'.repeat(1_000_000)); 'end'", 120);
    expect(turn.reply.status).toBe("ok");
    expect(printed(turn).length).toBeLessThan(16_000_300);
    expect(printed(turn)).toMatch(/\[The output is cut here: a cell may write 16 million characters\..*\]\n$/);
    expect(printed(await kernel.say("console.log('again')"))).toBe("again\n");
  });

  it("of programs the cell starts reaches the cell", async () => {
    const sync = await kernel.say("require('child_process').spawnSync('echo', ['x'], { stdio: 'inherit' }).status");
    expect(printed(sync)).toBe("x\n");
    const shell = await kernel.say(
      "import { execSync } from 'node:child_process'; execSync('echo a; echo b >&2', { stdio: 'inherit' })",
    );
    expect([printed(shell), printed(shell, "stderr")]).toEqual(["a\n", "b\n"]);
    const later = await kernel.say(
      "import { spawn } from 'node:child_process'; await new Promise((r) => spawn('echo', ['y'], { stdio: ['ignore', 'inherit', 'inherit'] }).on('close', r))",
    );
    expect(printed(later)).toBe("y\n");
    const piped = await kernel.say("execSync('echo piped').toString()");
    expect(piped.outputs).toMatchObject([{ data: { "text/plain": "'piped\\n'" } }]);
  });

  it("of a cell's own writing to a descriptor reaches the cell", async () => {
    const turn = await kernel.say(
      "import { appendFileSync, writeFileSync, writeSync } from 'node:fs'; writeSync(1, 'a\\n'); writeFileSync('/dev/stdout', 'b\\n'); appendFileSync('/dev/stderr', 'c\\n'); require('fs').writeSync(2, Buffer.from('d'))",
    );
    expect([printed(turn), printed(turn, "stderr")]).toEqual(["a\nb\n", "c\nd"]);
  });

  it("shows arrays of objects as a table", async () => {
    const turn = await kernel.say("[{ a: 1, b: '<x>' }, { a: 2, c: [1] }]");
    expect(turn.outputs).toMatchObject([
      {
        data: {
          "text/plain": "[ { a: 1, b: '<x>' }, { a: 2, c: [ 1 ] } ]",
          "text/html":
            "<table><thead><tr><th></th><th>a</th><th>b</th><th>c</th></tr></thead><tbody><tr><td>0</td><td>1</td><td>&lt;x&gt;</td><td></td></tr><tr><td>1</td><td>2</td><td></td><td>[ 1 ]</td></tr></tbody></table>",
        },
      },
    ]);
    for (const plain of ["[1, 2]", "[]", "[{}]", "[new Date(0)]", "[{ a: 1 }, 2]"]) {
      expect(Object.keys((await kernel.say(plain)).outputs[0]?.data as object)).toEqual(["text/plain"]);
    }
  });

  it("of tslab's display functions works", async () => {
    const turn = await kernel.say(
      "import { display, newDisplay } from 'tslab'; display.html('<b>x</b>'); const place = newDisplay(); place.text('a'); place.text('b'); display.png(new Uint8Array([137]))",
    );
    expect(turn.reply.status).toBe("ok");
    expect(turn.outputs.map((each) => each.data)).toEqual([
      { "text/html": "<b>x</b>" },
      { "text/plain": "b" },
      { "image/png": "iQ==" },
    ]);
  });
});

describe("errors", () => {
  it("tell the errors within them, their fields, and how they came about", async () => {
    const any = told(
      await kernel.say("await Promise.any([Promise.reject(new Error('a1')), Promise.reject(new Error('b2'))])"),
    );
    expect(any).toMatch(/AggregateError: All promises were rejected[\s\S]*Error: a1[\s\S]*> 1 \|[\s\S]*Error: b2/);
    expect(told(await kernel.say("require('fs').readFileSync('nowhere.txt')"))).toMatch(/ENOENT[\s\S]*errno: -2/);
    expect(told(await kernel.say("throw new Error('o', { cause: new Error('m', { cause: 'inner' }) })"))).toMatch(
      /Error: o[\s\S]*Caused by: Error: m[\s\S]*Caused by: Thrown: inner/,
    );
  });

  it("have a caret under the column, the compiler's number, colours", async () => {
    const text = told(await kernel.say("const fine = 1;\nconst z: string = 3;"));
    expect(text).toContain("\u001b[31mCompileError: line 2, column 7: ");
    expect(text).toContain("(TS2322)");
    expect(text).toMatch(/> 2 \| const z: string = 3;\n.*\| {7}\^/);
  });

  it("that come late name the line of their cell", async () => {
    await kernel.say("setTimeout(() => { throw new Error('late') }, 30)");
    await sleep(500);
    const turn = await kernel.say("await new Promise((r) => setTimeout(r, 50))");
    expect(turn.reply.status).toBe("ok");
    const late = kernel.strays.join("");
    expect(late).toMatch(/Uncaught after the cell had ended: .*Error: late/);
    expect(late).toMatch(/cell \d+, line 1/);
    expect(late).not.toContain("node:internal");
  });
});

describe("input and comms", () => {
  it("a cell is told that it cannot open a comm, and what it can send", async () => {
    const { reply } = await kernel.say(
      "(globalThis as any)[Symbol.for('contaminated-moe.publish')]('comm_open', { comm_id: 'c', target_name: 't', data: {} })",
    );
    expect(reply).toMatchObject({
      status: "error",
      evalue: expect.stringMatching(/cannot send "comm_open".*display_data/),
    });
  });

  it("standard input fails at once", async () => {
    const ask = `import * as rl from 'readline/promises';
await rl.createInterface({ input: process.stdin, output: process.stdout }).question('name? ')`;
    const turn = await kernel.say(ask, 20);
    expect(turn.reply).toMatchObject({ status: "error", evalue: expect.stringContaining("no standard input") });
    expect(turn.milliseconds).toBeLessThan(15_000);
  });

  it.each([
    [
      "a second time",
      "import * as rl2 from 'readline/promises'; await rl2.createInterface(process.stdin).question('again? ')",
    ],
    ["in a loop", "for await (const line of process.stdin) line"],
    ["by callbacks", "process.stdin.on('data', () => {}); await new Promise((r) => process.stdin.once('end', r))"],
    [
      "by lines",
      "import { createInterface } from 'readline'; for await (const l of createInterface({ input: process.stdin })) l",
    ],
    [
      "by a question with a callback",
      "const asked = createInterface(process.stdin); await new Promise<void>((r) => asked.question('q', () => r()))",
    ],
  ])("standard input fails %s", async (_, code) => {
    const turn = await kernel.say(code, 20);
    expect(turn.reply).toMatchObject({ status: "error", evalue: expect.stringContaining("no standard input") });
  });
});
