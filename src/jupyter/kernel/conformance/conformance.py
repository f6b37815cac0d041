"""Jupyter's own conformance suite (python3-jupyter-kernel-test) against the kernel `contaminated-moe`.

Run by conformance.test.ts, which sets JUPYTER_PATH; one sample for everything the suite can ask, and the two things it
does not ask: what Jupyter's kernel manager does with a kernel that runs.
"""

import time
import unittest

import jupyter_kernel_test

BUNDLE = """
const publish = (globalThis as any)[Symbol.for("contaminated-moe.publish")];
publish("display_data", { metadata: {}, data: {
  "text/plain": "figure", "text/html": "<b>figure</b>", "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>",
  "image/png": new Uint8Array([137, 80, 78, 71]), "application/vnd.plotly.v1+json": { data: [], layout: {} },
} });
"""


class ContaminatedMoe(jupyter_kernel_test.KernelTests):
    kernel_name = "contaminated-moe"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("remark")'
    code_generate_error = "const here: number = 1;\nthrow new RangeError(`too far from ${here}`)"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": "'ab'"},
        {"code": "[1, 2].map((x) => x / 2)", "result": "[ 0.5, 1 ]"},
        {"code": "await (Promise.resolve(3))", "result": "3"},
    ]
    code_display_data = [
        {"code": BUNDLE, "mime": mime}
        for mime in (
            "text/plain",
            "text/html",
            "image/png",
            "image/svg+xml",
            "application/vnd.plotly.v1+json",
        )
    ]
    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": "consol", "matches": {"console"}},
        {"text": "Math.cosh", "matches": {"cosh"}},
        {"text": "Object.entr", "matches": {"entries"}},
    ]
    complete_code_samples = [
        "1 + 1",
        "await (fetch)",
        "for await (const x of xs) { x }",
        "const f = (x: number) => {\n  return x;\n}",
        "const s = `a ${1} b`",
        "",
    ]
    incomplete_code_samples = [
        "function f() {",
        "const s = `open",
        "const s = `open ${1",
        "f(1,",
        "const xs = [1,",
        "1 +",
        "/* open",
        "if (true) {\n  1;",
        "if (true) {",
        "if (x",
        "for (const x of xs) {",
        "for (let i = 0;",
        "while (true) {",
        "do {",
        "try {",
        "try { f() } catch (e) {",
        "switch (x) {",
        "switch (x) { case 1:",
        "class A {",
        "class A { m() {",
        "const o = {",
        "const o = { a: 1,",
        "const f = () => {",
        "const f = (a, b",
        "const x =",
        "let y: number =",
        "a.",
        "a?.",
        "new Map([",
        "import { a,",
        "export const x =",
        "interface I {",
        "type T =",
        "enum E { A,",
        "namespace N {",
        "async function f() {",
        "await",
        "x ? 1 :",
        "a &&",
        "!",
        "declare global {",
    ]
    invalid_code_samples = [
        "const = 3",
        "}",
        "let s = 'open",
        "1 1",
        "function () {}",
        ")",
        "]",
        "let 1x = 2",
        "const a b = 1",
        "if x { }",
        "for (;;;) {}",
        "while () {}",
        "1 +* 2",
        "a..b",
        "a.1b",
        "class 1 {}",
        "const x = 'a' 'b'",
        "let x = )",
        "f(1 2)",
        "[1 2]",
        "{ a: 1 b }",
        "({ a: 1 b: 2 })",
        "import from 'm'",
        "export 1",
        "else {}",
        "catch {}",
        "case 1:",
        "a ? : 1",
        "a b c",
        "var 2 = 3",
        "let let = 'open",
        "x = = 1",
        "(a, b) = > 1",
        '"open',
        "const f = () => }",
    ]
    code_inspect_sample = "Math.hypot"
    code_clear_output = '(globalThis as any)[Symbol.for("contaminated-moe.publish")]("clear_output", { wait: false })'
    code_history_pattern = "6 ?*"
    supported_history_operations = ("tail", "range", "search")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The first cell waits for the compiler: on a busy machine longer than the suite waits for a reply.
        cls.kc.execute_interactive("1", timeout=120)

    def test_interrupt(self):
        for code in ("while (true) {}", "await (new Promise(() => {}))"):
            with self.subTest(code=code):
                self.flush_channels()
                self.kc.execute(code)
                time.sleep(0.5)
                self.km.interrupt_kernel()
                reply = self.get_non_kernel_info_reply(timeout=10)
                self.assertEqual(reply["content"]["status"], "error")
                self.assertEqual(reply["content"]["ename"], "Interrupted")

    def test_restart(self):
        self.execute_helper("let kept = 1")
        self.km.restart_kernel()
        self.kc.wait_for_ready(timeout=60)
        self.kc.execute_interactive("undefined", store_history=False, timeout=120)
        self.flush_channels()
        reply, _ = self.execute_helper("typeof (globalThis as any).kept")
        self.assertEqual(reply["content"]["execution_count"], 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
