import { join, relative } from "node:path";
import ts from "typescript";
import { InputError } from "../../input-error";
import { readNotebook } from "../runner/notebook-file";
import { type NotebookModule, toModule } from "./notebook-module";

/** A complaint of the compiler about a cell. */
export interface CellComplaint {
  readonly notebook: string;
  /** The code cell and its line, from 1; 0 when the compiler means no place of the notebook. */
  readonly cell: number;
  readonly id: string;
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** The options of the project's tsconfig, changed only in what a cell is: a module that may await at its top. */
function cellOptions(root: string): ts.CompilerOptions {
  const path = join(root, "tsconfig.json");
  const read = ts.readConfigFile(path, ts.sys.readFile);
  if (read.error) throw new InputError(`${path}: ${ts.flattenDiagnosticMessageText(read.error.messageText, " ")}.`);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  return {
    ...options,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    // What a cell declares is for the reader or for a cell not yet written.
    noUnusedLocals: false,
    incremental: false,
    noEmit: true,
  };
}

/** Type-checks the cells of notebooks, in order, as strictly as the project's own sources. */
export function checkCells(notebooks: readonly string[], root: string): readonly CellComplaint[] {
  const modules = new Map<string, { readonly notebook: string; readonly module: NotebookModule }>();
  for (const [at, notebook] of notebooks.entries()) {
    // In the root, as the kernel resolves imports from there.
    modules.set(join(root, `__notebook_${at}.ts`), { notebook, module: toModule(readNotebook(notebook)) });
  }
  const options = cellOptions(root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.readFile = (file) => modules.get(file)?.module.text ?? readFile(file);
  const program = ts.createProgram([...modules.keys()], options, host);
  const complaints: CellComplaint[] = [];
  for (const [file, { notebook, module }] of modules) {
    const source = program.getSourceFile(file);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    for (const each of diagnostics) {
      const line = each.start === undefined ? 0 : (source?.getLineAndCharacterOfPosition(each.start).line ?? 0);
      const place = module.lines[line];
      complaints.push({
        notebook: relative(root, notebook),
        cell: place?.cell ?? 0,
        id: place?.id ?? "",
        line: place?.line ?? 0,
        code: each.code,
        message: ts.flattenDiagnosticMessageText(each.messageText, " "),
      });
    }
  }
  return complaints;
}

export function formatComplaint(each: CellComplaint): string {
  return `${each.notebook}, cell ${each.cell} (${each.id}), line ${each.line}: TS${each.code}: ${each.message}`;
}
