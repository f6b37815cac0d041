import ts from "typescript";
import { isUsing, isVariableName, parseCell } from "./parse";

/** What a name of a cell stands for. */
export type DeclarationKind =
  /** Can be assigned to: `let`, `var`. */
  | "variable"
  | "constant"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  /** Lives in a module. */
  | "import"
  /** Exists outside of the cells: `declare const`. */
  | "ambient"
  /** An interface or a type alias, without a value. */
  | "type"
  /** Ends with its cell: `using`. */
  | "local";

/** Whether a name of this kind has a value that cells share. */
export function isSharedValue(kind: DeclarationKind): boolean {
  return kind !== "type" && kind !== "ambient" && kind !== "local";
}

/** A name that a cell declares at its top. */
export interface Declaration {
  readonly name: string;
  /** What the value of the name is; "type" for one that has none. */
  readonly kind: DeclarationKind;
  /** Whether the name is a type, too. */
  readonly isType: boolean;
  /** Whether the cell's own `export` makes it one already. */
  readonly isExported: boolean;
  readonly nodes: readonly ts.Node[];
}

type Found = { kind: DeclarationKind; isType: boolean; isExported: boolean; nodes: ts.Node[] };

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((each) => each.kind === kind) ?? false);
}

export function isAmbient(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.DeclareKeyword);
}

/** Whether a declaration exports its name; `export default` exports another one. */
function isExported(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.ExportKeyword) && !hasModifier(node, ts.SyntaxKind.DefaultKeyword);
}

/** Whether a namespace holds anything but types, so that it exists at run time. */
export function isInstantiated(node: ts.ModuleDeclaration): boolean {
  const { body } = node;
  if (!body || !ts.isModuleBlock(body))
    return body !== undefined && ts.isModuleDeclaration(body) && isInstantiated(body);
  return body.statements.some((each) => {
    if (ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each) || isAmbient(each)) return false;
    return !ts.isModuleDeclaration(each) || isInstantiated(each);
  });
}

function bindingNames(name: ts.BindingName): readonly { readonly text: string; readonly node: ts.Node }[] {
  if (ts.isIdentifier(name)) return [{ text: name.text, node: name.parent }];
  return name.elements.flatMap((each) => (ts.isOmittedExpression(each) ? [] : bindingNames(each.name)));
}

/** The names that a declaration's name or pattern binds. */
export function namesIn(name: ts.BindingName): readonly string[] {
  return bindingNames(name).map((each) => each.text);
}

/** Collects the names that a cell shares with the later ones. */
class Collector {
  readonly found = new Map<string, Found>();

  /** Names that `export { ... }` exports as they are. */
  readonly exported = new Set<string>();
  /** Whether the statement that is looked at exports. */
  #exported = false;

  add(name: string, kind: DeclarationKind, isType: boolean, node: ts.Node): void {
    const known = this.found.get(name);
    if (!known) {
      this.found.set(name, { kind, isType, isExported: this.#exported, nodes: [node] });
      return;
    }
    known.isExported ||= this.#exported;
    // A class or a function may be completed by a namespace, anything by a type: the value comes first.
    if (known.kind === "type" || (known.kind === "namespace" && kind !== "type")) known.kind = kind;
    known.isType ||= isType;
    known.nodes.push(node);
  }

  list(list: ts.VariableDeclarationList, ambient: boolean): void {
    const kind = isUsing(list)
      ? "local"
      : ambient
        ? "ambient"
        : (list.flags & ts.NodeFlags.Const) !== 0
          ? "constant"
          : "variable";
    for (const { name } of list.declarations) {
      for (const each of bindingNames(name)) this.add(each.text, kind, false, each.node);
    }
  }

  /** `var` in blocks and loops belongs to the cell. */
  hoisted(node: ts.Node): void {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) this.list(node, false);
    ts.forEachChild(node, (child) => this.hoisted(child));
  }

  imported(statement: ts.ImportDeclaration): void {
    const clause = statement.importClause;
    if (!clause) return;
    const kind = clause.phaseModifier === ts.SyntaxKind.TypeKeyword ? "type" : "import";
    if (clause.name) this.add(clause.name.text, kind, true, clause);
    const bindings = clause.namedBindings;
    if (!bindings) return;
    if (ts.isNamespaceImport(bindings)) this.add(bindings.name.text, kind, true, bindings);
    else for (const each of bindings.elements) this.add(each.name.text, each.isTypeOnly ? "type" : kind, true, each);
  }

  statement(node: ts.Statement): void {
    const ambient = isAmbient(node);
    this.#exported = isExported(node) || ts.isExportDeclaration(node);
    if (ts.isVariableStatement(node)) this.list(node.declarationList, ambient);
    else if (ts.isFunctionDeclaration(node)) {
      if (node.name) this.add(node.name.text, ambient ? "ambient" : "function", false, node);
    } else if (ts.isClassDeclaration(node)) {
      if (node.name) this.add(node.name.text, ambient ? "ambient" : "class", true, node);
    } else if (ts.isEnumDeclaration(node)) this.add(node.name.text, ambient ? "ambient" : "enum", true, node);
    else if (ts.isModuleDeclaration(node)) {
      // `declare global` and `declare module "x"` are no names.
      if (!ts.isIdentifier(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return;
      const kind = !isInstantiated(node) ? "type" : ambient ? "ambient" : "namespace";
      this.add(node.name.text, kind, true, node);
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      this.add(node.name.text, "type", true, node);
    } else if (ts.isImportDeclaration(node)) this.imported(node);
    else if (ts.isImportEqualsDeclaration(node)) {
      const value = ts.isExternalModuleReference(node.moduleReference) ? "import" : "constant";
      this.add(node.name.text, node.isTypeOnly ? "type" : value, true, node);
    } else if (ts.isExportDeclaration(node) && node.exportClause) this.reexported(node);
    else this.hoisted(node);
  }

  /** `export { a } from "m"` and `export { a as b }` name things, too. */
  reexported(node: ts.ExportDeclaration): void {
    const value = node.moduleSpecifier ? "import" : "constant";
    const kind = node.isTypeOnly ? "type" : value;
    const clause = node.exportClause;
    if (!clause) return;
    if (ts.isNamespaceExport(clause)) {
      if (isVariableName(clause.name)) this.add(clause.name.text, kind, true, clause);
      return;
    }
    for (const each of clause.elements) {
      if (!isVariableName(each.name)) continue;
      const own = each.isTypeOnly ? "type" : kind;
      if (node.moduleSpecifier || each.propertyName) this.add(each.name.text, own, true, each);
      else this.exported.add(each.name.text);
    }
  }
}

/** The names a cell declares at its top, with those of `var` in its blocks. */
export function declarationsOf(file: ts.SourceFile): ReadonlyMap<string, Declaration> {
  const collector = new Collector();
  for (const each of file.statements) collector.statement(each);
  return new Map(
    [...collector.found].map(([name, found]) => {
      const isExported = found.isExported || collector.exported.has(name);
      return [name, { name, ...found, isExported }];
    }),
  );
}

/** The names that code declares, incomplete as it may be. */
export function declarationsIn(source: string): ReadonlyMap<string, Declaration> {
  return declarationsOf(parseCell(source));
}
