import ts from "typescript";

/** A file whose syntax errors the parser has kept. */
interface ParsedFile extends ts.SourceFile {
  readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
}

/** How cells are emitted: modules of the language that Node 20 and today's browsers run. */
export const EMIT_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  isolatedModules: true,
  noLib: true,
  noResolve: true,
  sourceMap: true,
  types: [],
};

/** Parses a cell as a module, in which `await` stands outside of functions, too. */
export function parseCell(code: string, name: string = "cell.ts"): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.ESNext,
    setExternalModuleIndicator: (file) => {
      Object.assign(file, { externalModuleIndicator: true });
    },
  };
  return ts.createSourceFile(name, code, options, true, ts.ScriptKind.TS);
}

export function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as ParsedFile).parseDiagnostics ?? [];
}

/** `import.meta`, which only modules have. */
export function isImportMeta(node: ts.Node): node is ts.MetaProperty {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
}

/** Functions, and what is evaluated like one: class bodies run their initializers later or in a scope of their own. */
export function isOwnScope(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isClassStaticBlockDeclaration(node) ||
    ts.isModuleDeclaration(node)
  );
}

/** Whether the cell waits somewhere outside of its functions. */
export function awaitsAtTop(node: ts.Node): boolean {
  if (isOwnScope(node)) {
    // The computed names of class members are evaluated where the class is.
    const name = ts.isClassElement(node) ? node.name : undefined;
    return name !== undefined && ts.isComputedPropertyName(name) && awaitsAtTop(name);
  }
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier) return true;
  if (ts.isVariableDeclarationList(node) && isUsing(node) === "await using") return true;
  return ts.forEachChild(node, awaitsAtTop) ?? false;
}

export function isUsing(list: ts.VariableDeclarationList): "using" | "await using" | undefined {
  const kind = list.flags & ts.NodeFlags.BlockScoped;
  if (kind === ts.NodeFlags.AwaitUsing) return "await using";
  return kind === ts.NodeFlags.Using ? "using" : undefined;
}

/** Whether an exported name can be that of a variable: `default` and `"a b"` cannot. */
export function isVariableName(name: ts.ModuleExportName): name is ts.Identifier {
  if (!ts.isIdentifier(name)) return false;
  const keyword = ts.identifierToKeywordKind(name);
  return keyword === undefined || keyword > ts.SyntaxKind.LastReservedWord;
}
