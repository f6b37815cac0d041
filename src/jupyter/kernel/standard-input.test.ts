import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../runner/kernel-spec";
import { needsPython, PYTHON } from "../testing/requirement";

const need = needsPython(["jupyter_client"], "python3-jupyter-client");

/**
 * Runs cells in Jupyter's own client. `allow` says whether it answers questions; what the answers are comes in `lines`.
 * Tells for every cell its status, what it printed, its result or the message of its error, and the prompts it showed.
 */
const CLIENT = `
import json, sys
from jupyter_client.manager import start_new_kernel
asked = json.loads(sys.argv[1])
km, kc = start_new_kernel(kernel_name="contaminated-moe")
told = []
try:
    for each in asked:
        lines, prompts, out = list(each["lines"]), [], []
        def answer(message):
            prompts.append(message["content"]["prompt"])
            kc.input(lines.pop(0))
        def hear(message):
            content = message["content"]
            if message["msg_type"] == "stream": out.append(content["text"])
            if message["msg_type"] == "execute_result": out.append(content["data"]["text/plain"])
        reply = kc.execute_interactive(each["code"], allow_stdin=each["allow"], stdin_hook=answer, output_hook=hear, timeout=60)
        told.append([reply["content"]["status"], "".join(out), prompts, reply["content"].get("evalue", "")])
finally:
    km.shutdown_kernel(now=True)
print(json.dumps(told))
`;

interface Asking {
  readonly code: string;
  readonly lines: readonly string[];
  readonly allow: boolean;
}

async function converse(cells: readonly Asking[]): Promise<readonly unknown[]> {
  const env = { ...process.env, JUPYTER_PATH: join(PROJECT_ROOT, "jupyter") };
  const { stdout } = await promisify(execFile)(PYTHON, ["-c", CLIENT, JSON.stringify(cells)], { cwd: tmpdir(), env });
  return JSON.parse(stdout) as readonly unknown[];
}

const cell = (code: string, ...lines: readonly string[]): Asking => ({ code, lines, allow: true });

describe.skipIf(need.skip)(need.title("a question of a cell, in Jupyter's own client"), () => {
  it("is put to the user, who answers line by line", { timeout: 120_000 }, async () => {
    const ask =
      "import * as rl from 'node:readline/promises'; const ui = rl.createInterface({ input: process.stdin, output: process.stdout });";
    const told = await converse([
      cell(`${ask} const name = await ui.question('name? '); name`, "Wilhelm Öxlé"),
      // The interface of an earlier cell; nobody is asked for what nobody waits for, also of a cell that takes its time.
      cell("await new Promise((r) => setTimeout(r, 200)); 'nothing asked'"),
      cell("const [a, b] = [await ui.question('a? '), await ui.question('b? ')]; ui.close(); a + b", "1", "2"),
      cell(
        "import { createInterface } from 'node:readline'; const old = createInterface(process.stdin, process.stdout); await new Promise<void>((done) => old.question('old? ', (x) => { console.log('got ' + x); old.close(); done() }))",
        "way",
      ),
      cell(
        "const lines: string[] = []; const li = createInterface({ input: process.stdin }); for await (const line of li) { if (line === '') break; lines.push(line) } lines",
        "p",
        "q",
        "",
      ),
      cell("const got = await new Promise<string>((r) => process.stdin.once('data', (d) => r(String(d)))); got", "raw"),
      cell(
        "const ui2 = rl.createInterface({ input: process.stdin, output: process.stdout }); throw new RangeError(await ui2.question('why? '))",
        "because",
      ),
      cell("1 + 1"),
    ]);
    expect(told).toEqual([
      ["ok", "'Wilhelm Öxlé'", ["name? "], ""],
      ["ok", "'nothing asked'", [], ""],
      ["ok", "'12'", ["a? ", "b? "], ""],
      ["ok", "got way\n", ["old? "], ""],
      ["ok", "[ 'p', 'q' ]", ["", "", ""], ""],
      ["ok", "'raw\\n'", [""], ""],
      ["error", "", ["why? "], "because"],
      ["ok", "2", [], ""],
    ]);
  });

  it("fails at once where the front end answers none, and a later cell may ask", { timeout: 120_000 }, async () => {
    const code =
      "import * as rl from 'node:readline/promises'; await rl.createInterface(process.stdin, process.stdout).question('name? ')";
    const told = await converse([{ code, lines: [], allow: false }, cell(code, "late")]);
    expect(told).toEqual([
      ["error", expect.any(String), [], expect.stringContaining("no standard input")],
      ["ok", "'late'", ["name? "], ""],
    ]);
  });
});
