import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { PACKAGE_ROOT } from "./package-root";

const INDEX = join(PACKAGE_ROOT, "src/index.ts");
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
};

/** The code of the examples in the docstring of each value that the library exports. */
function examples(): ReadonlyMap<string, readonly string[]> {
  const program = ts.createProgram([INDEX], OPTIONS);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(INDEX);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${INDEX} exports nothing`);
  const found = new Map<string, readonly string[]>();
  for (const exported of checker.getExportsOfModule(module)) {
    const real = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!(real.flags & ts.SymbolFlags.Value)) continue;
    const tags = real.getJsDocTags(checker).filter(({ name }) => name === "example");
    const texts = tags.map(({ text }) => ts.displayPartsToString(text));
    found.set(
      exported.name,
      texts.flatMap((text) => [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)),
    );
  }
  return found;
}

/** What an example says it prints: the comment behind each console.log, after the last ": " where it explains itself. */
function promised(code: string): readonly string[] {
  return code
    .split("\n")
    .filter((line) => line.includes("console.log"))
    .map((line) => /.*\/\/ (.*)$/.exec(line)?.[1] ?? "");
}

const folder = join(PACKAGE_ROOT, "build/examples");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs all in one process, as a reader's own module would, and returns what each prints. */
function printedBy(names: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const driver = `import { format } from "node:util";
const told = {};
for (const name of ${JSON.stringify(names)}) {
  told[name] = [];
  console.log = (...values) => told[name].push(format(...values));
  await import(\`./\${name}.mjs\`);
}
process.stdout.write(JSON.stringify(told));
`;
  writeFileSync(join(folder, "driver.mjs"), driver);
  return JSON.parse(execFileSync(process.execPath, ["driver.mjs"], { cwd: folder, encoding: "utf8" }));
}

describe("the examples in the docstrings of the library", () => {
  const all = examples();
  const codes = [...all].map(([name, [code = ""]]) => ({ name, code }));

  it("stand at every value", () => {
    expect(all.size).toBeGreaterThan(50);
    expect([...all].filter(([, found]) => found.length !== 1).map(([name]) => name)).toEqual([]);
    expect(codes.filter(({ name, code }) => !new RegExp(`\\b${name}\\b[^]*\\b${name}\\b`).test(code))).toEqual([]);
  });

  it("are right under strict and print what they say", { timeout: 900_000 }, () => {
    mkdirSync(folder, { recursive: true });
    const files = codes.map(({ name, code }) => {
      const file = join(folder, `${name}.mts`);
      writeFileSync(file, code);
      const { outputText } = ts.transpileModule(code, { compilerOptions: OPTIONS, fileName: file });
      writeFileSync(join(folder, `${name}.mjs`), outputText);
      return file;
    });
    const program = ts.createProgram(files, { ...OPTIONS, noUnusedLocals: true, rootDir: PACKAGE_ROOT });
    const complaints = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    expect(complaints).toEqual([]);

    const printed = printedBy(codes.map(({ name }) => name));
    for (const { name, code } of codes) {
      const said = promised(code);
      expect(said.length, name).toBeGreaterThan(0);
      const lines = printed[name] ?? [];
      // An explanation may stand before what is printed.
      const shown = said.map((text, i) => (text.endsWith(`: ${lines[i]}`) ? lines[i] : text));
      expect(lines, name).toEqual(shown);
    }
  });
});
