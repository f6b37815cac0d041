import * as ts from "@tslab/typescript-for-tslab";

/**
 * Which line of a cell a line of its compiled output comes from. tslab emits no source map, but it keeps comments: every
 * statement of the cell gets a comment with its line number before it is compiled, and the comments that come out are
 * read back. The comments contain no line break, so lines of the cell do not move and columns are shifted by a known
 * amount.
 */
export interface MarkedCell {
  readonly code: string;
  /** Whether the cell awaits outside of any function; tslab's own answer misses `await (x)` and `for await`. */
  readonly awaits: boolean;
  /** The column in the unmarked cell of a column of the marked one. */
  column(line: number, column: number): number;
}

const MARK = /\/\*@(\d+)\*\//g;

function isFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);
}

/** Parses a cell as the module it will become. */
export function parseCell(code: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", `export {};${code}`, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
}

const PREFIX = "export {};".length;

/** Whether somewhere outside of functions the cell waits. */
function awaitsAtTop(node: ts.Node): boolean {
  if (isFunction(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier) return true;
  return ts.forEachChild(node, awaitsAtTop) ?? false;
}

function holdsStatements(node: ts.Node): node is ts.SourceFile | ts.Block | ts.ModuleBlock | ts.CaseOrDefaultClause {
  return ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);
}

/** Positions, in the cell, of the statements worth a mark, in order. */
function statementStarts(file: ts.SourceFile): readonly number[] {
  const starts: number[] = [];
  const visit = (node: ts.Node): void => {
    if (holdsStatements(node)) {
      for (const statement of node.statements) {
        // A directive ("use strict") must stay first; an empty file's own `export {}` is not the cell's.
        if (statement.getStart(file) >= PREFIX) starts.push(statement.getStart(file) - PREFIX);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(starts)].sort((a, b) => a - b);
}

/**
 * Positions, in the cell, of shorthand properties `{ name }`, written out as `{ name: name }`: tslab's rewriting of other
 * cells' variables overlooks the short form, which then throws "name is not defined".
 */
function shorthands(file: ts.SourceFile): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) found.set(node.getStart(file) - PREFIX, `${node.name.text}: `);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

export function markCell(code: string): MarkedCell {
  const file = parseCell(code);
  const awaits = awaitsAtTop(file);
  const names = shorthands(file);
  const statements = new Set(statementStarts(file));
  let marked = "";
  let from = 0;
  let line = 1;
  let lineStart = 0;
  const shifts: { readonly line: number; readonly at: number; readonly length: number }[] = [];
  for (const start of [...new Set([...statements, ...names.keys()])].sort((a, b) => a - b)) {
    for (let i = from; i < start; i++) {
      if (code[i] === "\n") {
        line++;
        lineStart = i + 1;
      }
    }
    const inserted = `${statements.has(start) ? `/*@${line}*/` : ""}${names.get(start) ?? ""}`;
    shifts.push({ line: line - 1, at: start - lineStart, length: inserted.length });
    marked += code.slice(from, start) + inserted;
    from = start;
  }
  marked += code.slice(from);
  return {
    code: marked,
    awaits,
    column(zeroBasedLine: number, column: number): number {
      let shift = 0;
      for (const each of shifts) {
        if (each.line === zeroBasedLine && each.at + shift < column) shift += each.length;
      }
      return Math.max(0, column - shift);
    },
  };
}

/**
 * For each line of the compiled output (from 1) the line of the cell its statement begins on. A statement compiled to
 * several lines is known by its first one.
 */
export function readMarks(output: string): readonly number[] {
  const lines = [0];
  let current = 1;
  for (const text of output.split("\n")) {
    const marks = [...text.matchAll(MARK)].map((match) => Number(match[1]));
    const [first] = marks;
    const last = marks.at(-1);
    // A mark that ends its line belongs to the statement on the next one.
    const trailing = text.search(MARK) > 0 && text.trimEnd().endsWith("*/") && marks.length === 1;
    lines.push(first === undefined || trailing ? current : first);
    if (last !== undefined) current = last;
  }
  return lines;
}

/** The compiled output without the marks. */
export function dropMarks(output: string): string {
  return output.replace(MARK, "");
}
