import ts from "typescript";
import { isVariableName } from "./parse";

/** One name that a cell takes from a module. */
export interface Binding {
  readonly name: string;
  /** The export, read from the module whenever the name is used; undefined for the whole module. */
  readonly key: string | undefined;
  /** `import x = require("m")` gives what the module exports as it is. */
  readonly raw: boolean;
}

/** A module that a cell imports, to be loaded before the cell runs. */
export interface CellImport {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly bindings: readonly Binding[];
  /** `export * from "m"`: every export becomes a name. */
  readonly all: boolean;
}

function attributesOf(node: ts.ImportDeclaration | ts.ExportDeclaration): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const each of node.attributes?.elements ?? []) {
    if (ts.isStringLiteral(each.value)) found[each.name.text] = each.value.text;
  }
  return found;
}

function importBindings(clause: ts.ImportClause | undefined): readonly Binding[] {
  if (!clause) return [];
  const found: Binding[] = [];
  if (clause.name) found.push({ name: clause.name.text, key: "default", raw: false });
  const bindings = clause.namedBindings;
  if (!bindings) return found;
  if (ts.isNamespaceImport(bindings)) found.push({ name: bindings.name.text, key: undefined, raw: false });
  else {
    for (const each of bindings.elements) {
      if (!each.isTypeOnly)
        found.push({ name: each.name.text, key: (each.propertyName ?? each.name).text, raw: false });
    }
  }
  return found;
}

function exportBindings(clause: ts.NamedExportBindings | undefined): readonly Binding[] {
  if (!clause) return [];
  if (ts.isNamespaceExport(clause)) {
    return isVariableName(clause.name) ? [{ name: clause.name.text, key: undefined, raw: false }] : [];
  }
  return clause.elements
    .filter((each) => !each.isTypeOnly && isVariableName(each.name))
    .map((each) => ({ name: each.name.text, key: (each.propertyName ?? each.name).text, raw: false }));
}

/** Whether an import is of types only, so that nothing is loaded. */
function isErased(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((each) => each.isTypeOnly)
  );
}

/** The module a statement imports; undefined for one that imports nothing. */
export function importOf(node: ts.Statement): CellImport | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    if (isErased(node.importClause)) return undefined;
    const bindings = importBindings(node.importClause);
    return { specifier: node.moduleSpecifier.text, attributes: attributesOf(node), bindings, all: false };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    if (node.isTypeOnly) return undefined;
    const bindings = exportBindings(node.exportClause);
    const all = node.exportClause === undefined;
    return { specifier: node.moduleSpecifier.text, attributes: attributesOf(node), bindings, all };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference) && !node.isTypeOnly) {
    const { expression } = node.moduleReference;
    if (!ts.isStringLiteral(expression)) return undefined;
    const bindings = [{ name: node.name.text, key: undefined, raw: true }];
    return { specifier: expression.text, attributes: {}, bindings, all: false };
  }
  return undefined;
}

type Namespace = Readonly<Record<string, unknown>>;

function isModuleLike(module: unknown): module is Namespace {
  if (typeof module !== "object" || module === null) return false;
  return (module as Namespace).__esModule === true || Reflect.get(module, Symbol.toStringTag) === "Module";
}

/** A CommonJS module as the namespace that `import` shows of it: its own names, and itself as the default. */
export function namespaceOf(module: unknown): unknown {
  if (isModuleLike(module)) return module;
  const namespace: Record<string, unknown> = {};
  if ((typeof module === "object" || typeof module === "function") && module !== null) {
    for (const name of Object.keys(module)) {
      const get = (): unknown => Reflect.get(module, name);
      if (name !== "default") Object.defineProperty(namespace, name, { enumerable: true, get });
    }
  }
  return Object.defineProperty(namespace, "default", { enumerable: true, value: module });
}

/** The bindings of `export * from`: every export but the default. */
export function allOf(module: unknown): readonly Binding[] {
  const names = Object.keys(namespaceOf(module) as Namespace).filter((name) => name !== "default");
  return names.map((name) => ({ name, key: name, raw: false }));
}

/** What is stored for a binding: the module its export is read from, or the module itself. */
export function boundModule(module: unknown, binding: Binding): unknown {
  if (binding.raw) return module;
  if (binding.key !== undefined && binding.key !== "default" && module !== null && module !== undefined) return module;
  return namespaceOf(module);
}
