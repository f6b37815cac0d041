import { join } from "node:path";
import ts from "typescript";
import { PROJECT_ROOT } from "../kernel-spec";
import { type ParameterValue, toSource } from "./parameter-text";

/** A name that the top of a cell declares. */
export interface Declared {
  readonly name: string;
  readonly kind: "let" | "const" | "other";
  readonly identifier: ts.Identifier;
  /** `let v = 1`, not a part of a pattern: its initial value can be replaced. */
  readonly plain?: ts.VariableDeclaration;
  /** The statement that declares it. */
  readonly statement: ts.Statement;
}

function boundNames(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((each) => (ts.isBindingElement(each) ? boundNames(each.name) : []));
}

function other(identifier: ts.Identifier, statement: ts.Statement): Declared {
  return { name: identifier.text, identifier, kind: "other", statement };
}

function declaredBy(statement: ts.Statement): readonly Declared[] {
  if (ts.isVariableStatement(statement)) {
    const kind = (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const ? "const" : "let";
    return statement.declarationList.declarations.flatMap((each) => {
      const plain = ts.isIdentifier(each.name) ? { plain: each } : {};
      return boundNames(each.name).map((identifier) => ({
        name: identifier.text,
        identifier,
        kind,
        statement,
        ...plain,
      }));
    });
  }
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings: bindings } = statement.importClause ?? {};
    const named = bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements;
    return [name, ...named.map((each) => each.name)].flatMap((each) => (each ? [other(each, statement)] : []));
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    return statement.name ? [other(statement.name, statement)] : [];
  }
  return [];
}

/** A cell as the compiler reads it. */
export function parseCell(source: string): ts.SourceFile {
  // In the root, from where the kernel resolves imports.
  return ts.createSourceFile(join(PROJECT_ROOT, "__parameters.ts"), source, ts.ScriptTarget.Latest, true);
}

/** The variables, functions, classes and imports that the top of a cell declares. */
export function declarations(cell: ts.SourceFile): readonly Declared[] {
  return cell.statements.flatMap(declaredBy);
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.esnext.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};

/** What the compiler says of a declared parameter. */
export interface DeclaredType {
  /** The type as a reader writes it: `number`, `"normal" | "uniform"`. */
  readonly text: string;
  /** For each offered value whether a variable of this type can hold it. */
  readonly holds: readonly boolean[];
  /** For each offered value whether `let v = value` would be given this very type. */
  readonly same: readonly boolean[];
}

/**
 * Asks the compiler for the types of a cell's variables (a constant's as if it were declared with `let`), and whether
 * the offered values belong to them. Types that it cannot find out hold everything.
 */
export function declaredTypes(
  cell: ts.SourceFile,
  offered: ReadonlyMap<string, readonly ParameterValue[]>,
): ReadonlyMap<string, DeclaredType> {
  let text = cell.text;
  for (const statement of [...cell.statements].reverse()) {
    if (!ts.isVariableStatement(statement) || !text.startsWith("const", statement.declarationList.getStart(cell)))
      continue;
    const start = statement.declarationList.getStart(cell);
    text = `${text.slice(0, start)}let  ${text.slice(start + "const".length)}`;
  }
  const checks = [...offered].flatMap(([name, values]) => values.map((value) => ({ name, source: toSource(value) })));
  const places: { readonly start: number; readonly end: number }[] = [];
  text += "\n;export {};\n";
  for (const { name, source } of checks) {
    // An assignment is judged by the declared type, whatever the flow of the cell has made of it.
    const line = `${name} = ${source};\n`;
    places.push({ start: text.length, end: text.length + line.length });
    text += line;
  }
  for (const [at, { source }] of checks.entries()) text += `let __value_${at} = ${source};\n`;

  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  const file = ts.createSourceFile(cell.fileName, text, ts.ScriptTarget.Latest, true);
  host.getSourceFile = (name, ...rest) => (name === cell.fileName ? file : getSourceFile(name, ...rest));
  host.fileExists = (name) => name === cell.fileName || fileExists(name);
  const program = ts.createProgram([cell.fileName], OPTIONS, host);
  const checker = program.getTypeChecker();
  const complaints = program.getSemanticDiagnostics(file);
  const typeText = (type: ts.Type): string => checker.typeToString(type, file, ts.TypeFormatFlags.NoTruncation);
  const typeAt = (node: ts.Node | undefined): string => (node ? typeText(checker.getTypeAtLocation(node)) : "any");
  const all = declarations(file);
  const valueTypes = all.slice(all.length - checks.length).map((each) => typeAt(each.identifier));
  const found = new Map<string, DeclaredType>();
  let at = 0;
  for (const [name, values] of offered) {
    const type = typeAt(all.filter((each) => each.name === name).at(-1)?.identifier);
    const mine = values.map((_, i) => at + i);
    at += values.length;
    found.set(name, {
      text: type,
      holds: mine.map((i) => !complaints.some((each) => within(each.start, places[i]))),
      same: mine.map((i) => valueTypes[i] === type),
    });
  }
  return found;
}

function within(at: number | undefined, place: { readonly start: number; readonly end: number } | undefined): boolean {
  return at !== undefined && place !== undefined && at >= place.start && at < place.end;
}
