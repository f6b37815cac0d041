import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type typescript from "typescript";

/** The packages that cells may import. */
const IMPORTED = [
  "contaminated-moe",
  "contaminated-moe/node",
  "contaminated-moe/notebook",
  "ml-matrix",
  "simple-statistics",
  "tslab",
];
/** What Node 20 has of the language: the kernel's list (src/jupyter/kernel/evaluator.ts; a test compares them). */
export const LIBS: readonly string[] = ["lib.es2023.d.ts", "lib.es2024.string.d.ts", "lib.esnext.disposable.d.ts"];

/**
 * The declarations that the compiler reads for a cell: those of the language, of Node, of the library and its packages, by
 * path below the project, with the package.json files that lead to them.
 */
export function declarationFiles(root: string, ts: typeof typescript): Readonly<Record<string, string>> {
  const cell = join(root, "notebooks", "__cell__.ts");
  const text = IMPORTED.map((each) => `import ${JSON.stringify(each)};`).join("\n");
  const options: typescript.CompilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ["node"],
    lib: [...LIBS],
    types: ["node"],
    typeRoots: [join(root, "node_modules", "@types")],
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language) =>
    name === cell ? ts.createSourceFile(name, text, language) : getSourceFile(name, language);
  host.fileExists = (name) => name === cell || fileExists(name);
  host.readFile = (name) => (name === cell ? text : readFile(name));
  const program = ts.createProgram([cell], options, host);
  const [wrong] = program.getOptionsDiagnostics();
  if (wrong) throw new Error(ts.flattenDiagnosticMessageText(wrong.messageText, "\n"));
  const files = new Set<string>();
  for (const { fileName } of program.getSourceFiles()) {
    if (fileName === cell) continue;
    files.add(fileName);
    for (let folder = dirname(fileName); folder.startsWith(root); folder = dirname(folder)) {
      const manifest = join(folder, "package.json");
      if (existsSync(manifest)) files.add(manifest);
      if (existsSync(manifest) || folder === root) break;
    }
  }
  return Object.fromEntries([...files].map((file) => [relative(root, file), readFileSync(file, "utf8")]));
}
