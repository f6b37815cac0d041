import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../runner/kernel-spec";
import { needsPython, PYTHON } from "../../testing/requirement";

const need = needsPython(["jupyter_kernel_test"], "python3-jupyter-kernel-test");

describe.skipIf(need.skip)(need.title("Jupyter's conformance suite"), () => {
  it("passes every test that applies, interrupt and restart too, from another directory, by JUPYTER_PATH alone", async () => {
    const suite = join(__dirname, "conformance.py");
    const { stderr } = await promisify(execFile)(PYTHON, [suite], {
      cwd: tmpdir(),
      env: { ...process.env, JUPYTER_PATH: join(PROJECT_ROOT, "jupyter") },
    });
    const results = [...stderr.matchAll(/^test_(\w+) .* \.\.\. (\w+)/gm)].map(
      ([, name, result]) => `${name} ${result}`,
    );
    expect(results.sort()).toEqual([
      "clear_output ok",
      "completion ok",
      "display_data ok",
      "error ok",
      "execute_result ok",
      "execute_stderr ok",
      "execute_stdout ok",
      "history ok",
      "inspect ok",
      "interrupt ok",
      "is_complete ok",
      "kernel_info ok",
      // A pager belongs to consoles with `name?` syntax, which TypeScript has not; its payloads are deprecated.
      "pager skipped",
      "restart ok",
    ]);
  });
});
