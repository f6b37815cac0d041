import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "@tslab/typescript-for-tslab";
import { describe, expect, it } from "vitest";

const ROOT = resolve(__dirname, "..");

describe("the declarations that notebook cells see", () => {
  it("are read without an error by the compiler of the kernel (TypeScript 5.0)", () => {
    expect(ts.version.startsWith("5.0")).toBe(true);
    const entries = ["index", "node", "notebook"].map((name) => join(ROOT, "dist", `${name}.d.ts`));
    expect(
      entries.filter((entry) => !existsSync(entry)),
      "dist/ is missing: npm run build",
    ).toEqual([]);
    const program = ts.createProgram(entries, {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.NodeJs,
      types: ["node"],
      strict: true,
      noEmit: true,
    });
    const ours = ts
      .getPreEmitDiagnostics(program)
      .filter(({ file }) => file?.fileName.startsWith(join(ROOT, "dist")))
      .map(({ file, start, messageText }) => {
        const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
        return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      });
    expect(ours).toEqual([]);
  });
});
