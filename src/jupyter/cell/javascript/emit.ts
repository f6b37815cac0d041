import ts from "typescript";
import type { CellScope, Place } from "../scope";
import { type CellImport, importOf } from "../syntax/cell-imports";
import { type Declaration, declarationsOf, isAmbient, isSharedValue, namesIn } from "../syntax/declarations";
import { awaitsAtTop, EMIT_OPTIONS, isUsing, parseCell } from "../syntax/parse";
import { type References, referencesOf } from "./references";
import { rewriteCell } from "./rewrite";
import { SourceMap } from "./source-map";

/** A cell as JavaScript. */
export interface EmittedCell {
  /** An expression whose value is a function of the running cell and of the homes of variables. */
  readonly code: string;
  readonly homes: readonly number[];
  readonly map: SourceMap;
  readonly imports: readonly CellImport[];
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly places: ReadonlyMap<string, Place>;
  readonly captured: ReadonlySet<string>;
}

const NAME = "cell.ts";

function programOf(file: ts.SourceFile): ts.Program {
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === NAME ? file : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => {},
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === NAME,
    readFile: () => undefined,
  };
  return ts.createProgram([NAME], EMIT_OPTIONS, host);
}

/** The export that a declared name is read from. */
function keyOf(imports: readonly CellImport[], name: string): string | undefined {
  for (const each of imports) {
    for (const binding of each.bindings) if (binding.name === name) return binding.key;
  }
  return undefined;
}

/**
 * Emits a cell: every name it declares becomes a property of a home, every use of a shared name a property access, so
 * that all functions of all cells see one value. A variable that no function uses is kept in a local one as well and
 * read from there: a loop over it runs as in a function.
 */
export function emitCell(source: string, run: number, scope: CellScope): EmittedCell {
  const file = parseCell(source, NAME);
  const program = programOf(file);
  const declarations = declarationsOf(file);
  const imports = file.statements.flatMap((each) => importOf(each) ?? []);
  const places = new Map<string, Place>();
  for (const { name, kind } of declarations.values()) {
    if (isSharedValue(kind)) places.set(name, scope.placeFor(name, keyOf(imports, name), run));
  }
  const isKnown = (name: string): boolean => scope.place(name) !== undefined;
  const references = referencesOf(file, program.getTypeChecker(), declarations, isKnown);
  const locals = localNames(file, references, (name) => scope.isCaptured(name));
  // Identifiers that the cell itself does not use.
  let mark = "$";
  while (source.includes(`${mark}cell`) || source.includes(`${mark}home`)) mark += "$";
  const homes = new Set<number>();
  const rewrite = rewriteCell({
    declarations,
    references,
    place: (name) => (declarations.has(name) ? places.get(name) : scope.place(name)),
    isLocal: (name) => locals.has(name),
    homeName(home) {
      homes.add(home);
      return `${mark}home${home}`;
    },
    cellName: `${mark}cell`,
  });
  let output = "";
  let map = "";
  const write = (path: string, text: string): void => {
    if (path.endsWith(".map")) map = text;
    else output = text;
  };
  program.emit(file, write, undefined, false, { before: [rewrite] });
  const body = output.replace(/\/\/# sourceMappingURL=.*\s*$/, "").replace(/^export \{\};\s*$/m, "");
  const parameters = [`${mark}cell`, ...[...homes].map((home) => `${mark}home${home}`)].join(", ");
  const async = awaitsAtTop(file) ? "async " : "";
  return {
    // One line before the cell's own.
    code: `(${async}(${parameters}) => {"use strict";\n${body}\n})`,
    homes: [...homes],
    map: new SourceMap(map),
    imports,
    declarations,
    places,
    captured: references.captured,
  };
}

/** Whether a pattern uses what it binds, as in `{ a, b = a }`: the local variables do not exist before its end. */
function readsItself(name: ts.BindingName, bound: readonly string[]): boolean {
  let found = 0;
  const count = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && bound.includes(node.text)) found++;
    node.forEachChild(count);
  };
  count(name);
  return found > bound.length;
}

/**
 * Variables that may be kept in a local one: of `let` and `const` at the cell's top, used by no function of this cell or
 * of another. The names of one pattern stay together.
 */
function localNames(
  file: ts.SourceFile,
  { captured, scattered }: References,
  isCaptured: (name: string) => boolean,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || isAmbient(statement)) continue;
    const list = statement.declarationList;
    if ((list.flags & ts.NodeFlags.BlockScoped) === 0 || isUsing(list)) continue;
    for (const { name } of list.declarations) {
      const bound = namesIn(name);
      const stays = bound.every((each) => !captured.has(each) && !scattered.has(each) && !isCaptured(each));
      if (stays && !readsItself(name, bound)) for (const each of bound) names.add(each);
    }
  }
  return names;
}
