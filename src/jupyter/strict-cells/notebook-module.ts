import ts from "typescript";
import type { Notebook } from "../runner/notebook-file";

/** A line of a cell: code cells and lines count from 1. */
export interface CellLine {
  readonly cell: number;
  readonly id: string;
  readonly line: number;
}

/** The cells of a notebook as one TypeScript module, and where its lines come from. */
export interface NotebookModule {
  readonly text: string;
  readonly lines: readonly (CellLine | undefined)[];
}

/** `import { a as b } from "m"` as its single bindings, so that cells may import the same thing again. */
function importLines(declaration: ts.ImportDeclaration, file: ts.SourceFile): readonly { text: string; at: number }[] {
  const from = declaration.moduleSpecifier.getText(file);
  const attributes = declaration.attributes ? ` ${declaration.attributes.getText(file)}` : "";
  const clause = declaration.importClause;
  const at = declaration.getStart(file);
  if (!clause) return [{ text: `import ${from}${attributes};`, at }];
  const type = clause.phaseModifier === ts.SyntaxKind.TypeKeyword ? "type " : "";
  const line = (what: string, node: ts.Node): { text: string; at: number } => ({
    text: `import ${type}${what} from ${from}${attributes};`,
    at: node.getStart(file),
  });
  const lines = clause.name ? [line(clause.name.text, clause.name)] : [];
  const bindings = clause.namedBindings;
  if (!bindings) return lines;
  if (ts.isNamespaceImport(bindings)) return [...lines, line(bindings.getText(file), bindings)];
  return [...lines, ...bindings.elements.map((each) => line(`{ ${each.getText(file)} }`, each))];
}

/**
 * Later cells see what earlier ones declare and may declare it anew: every cell is a block inside the block of the one
 * before. Imports, which may not stand in a block, come first, each binding once.
 */
export function toModule(notebook: Notebook): NotebookModule {
  const imports = new Map<string, CellLine>();
  const body: string[] = [];
  const origins: (CellLine | undefined)[] = [];
  const code = notebook.cells.filter((each) => each.type === "code");
  for (const [index, cell] of code.entries()) {
    const file = ts.createSourceFile("cell.mts", cell.source, ts.ScriptTarget.Latest, true);
    const place = (position: number): CellLine => ({
      cell: index + 1,
      id: cell.id,
      line: file.getLineAndCharacterOfPosition(position).line + 1,
    });
    let rest = cell.source;
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      for (const each of importLines(statement, file)) {
        if (!imports.has(each.text)) imports.set(each.text, place(each.at));
      }
      const [start, end] = [statement.getStart(file), statement.getEnd()];
      rest = rest.slice(0, start) + rest.slice(start, end).replace(/[^\n]/g, " ") + rest.slice(end);
    }
    body.push("{");
    origins.push(undefined);
    for (const [line, text] of rest.split("\n").entries()) {
      body.push(text);
      origins.push({ cell: index + 1, id: cell.id, line: line + 1 });
    }
    // A cell's last statement may lack its semicolon.
    body.push(";");
    origins.push({ cell: index + 1, id: cell.id, line: rest.split("\n").length });
  }
  const closing = "}".repeat(code.length);
  return {
    text: [...imports.keys(), "export {};", ...body, closing].join("\n"),
    lines: [...imports.values(), undefined, ...origins, undefined],
  };
}
