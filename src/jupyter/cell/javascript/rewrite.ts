import ts from "typescript";
import { importOf } from "../syntax/cell-imports";
import { isAmbient, isInstantiated, namesIn } from "../syntax/declarations";
import { isUsing, isVariableName } from "../syntax/parse";
import { CodeRewriter } from "./code-rewriter";
import { isLastStatement } from "./references";
import { type RewritePlan, SharedNames } from "./shared-names";

const f = ts.factory;

function isExportKeyword(node: ts.ModifierLike): boolean {
  return node.kind === ts.SyntaxKind.ExportKeyword || node.kind === ts.SyntaxKind.DefaultKeyword;
}

function withoutExport<T extends ts.ModifierLike>(modifiers: readonly T[] | undefined): readonly T[] | undefined {
  return modifiers?.filter((each) => !isExportKeyword(each));
}

/** Rewrites a cell so that every name it shares is a property of an object that outlives it. */
class CellRewriter {
  readonly #names: SharedNames;
  readonly #code: CodeRewriter;
  readonly #context: ts.TransformationContext;

  constructor(plan: RewritePlan, context: ts.TransformationContext) {
    this.#names = new SharedNames(plan);
    this.#code = new CodeRewriter(this.#names, context);
    this.#context = context;
  }

  file(file: ts.SourceFile): ts.SourceFile {
    const hoisted: ts.Statement[] = [];
    const body: ts.Statement[] = [];
    for (const statement of file.statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name && statement.body && !isAmbient(statement)) {
        hoisted.push(this.#names.store(statement.name.text, f.createIdentifier(statement.name.text)));
      }
      body.push(...this.#top(statement));
    }
    return f.updateSourceFile(file, [...hoisted, ...body]);
  }

  /** One statement of the cell's top, as none, one or several. */
  #top(node: ts.Statement): readonly ts.Statement[] {
    if (isAmbient(node) || importOf(node)) return [];
    if (ts.isImportDeclaration(node)) return [];
    if (ts.isImportEqualsDeclaration(node)) return this.#alias(node);
    if (ts.isExportDeclaration(node)) return this.#renamed(node);
    if (ts.isExportAssignment(node)) return [this.#last(f.createExpressionStatement(node.expression), node)];
    if (ts.isVariableStatement(node)) return this.#variables(node);
    if (ts.isFunctionDeclaration(node)) {
      const visited = ts.visitEachChild(node, this.#code.visit, this.#context);
      const { asteriskToken, name, typeParameters, parameters, type, body } = visited;
      const modifiers = withoutExport(visited.modifiers);
      return [
        f.updateFunctionDeclaration(visited, modifiers, asteriskToken, name, typeParameters, parameters, type, body),
      ];
    }
    if (ts.isClassDeclaration(node)) {
      const visited = ts.visitEachChild(node, this.#code.visit, this.#context);
      const { name, typeParameters, heritageClauses, members } = visited;
      const modifiers = withoutExport(visited.modifiers);
      const made = f.updateClassDeclaration(visited, modifiers, name, typeParameters, heritageClauses, members);
      return this.#kept(made, name);
    }
    if (ts.isEnumDeclaration(node)) {
      const visited = ts.visitEachChild(node, this.#code.visit, this.#context);
      return this.#kept(
        f.updateEnumDeclaration(visited, withoutExport(visited.modifiers), visited.name, visited.members),
        node.name,
      );
    }
    if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name) && isInstantiated(node)) {
      const visited = ts.visitEachChild(node, this.#code.visit, this.#context);
      const modifiers = withoutExport(visited.modifiers);
      return this.#kept(f.updateModuleDeclaration(visited, modifiers, visited.name, visited.body), node.name);
    }
    return [this.#last(ts.visitNode(node, this.#code.visit, ts.isStatement), node)];
  }

  #kept(declaration: ts.Statement, name: ts.Identifier | undefined): readonly ts.Statement[] {
    return name ? [declaration, this.#names.store(name.text, f.createIdentifier(name.text))] : [declaration];
  }

  /** The value of a last expression is the cell's result. */
  #last(visited: ts.Statement, node: ts.Statement): ts.Statement {
    if (!isLastStatement(node) || !ts.isExpressionStatement(visited)) return visited;
    const expression = ts.isExportAssignment(node) ? this.#code.expression(visited.expression) : visited.expression;
    const result = f.createReturnStatement(f.createArrayLiteralExpression([expression]));
    return ts.setTextRange(result, node);
  }

  #variables(node: ts.VariableStatement): readonly ts.Statement[] {
    const list = node.declarationList;
    if (isUsing(list)) return [ts.visitEachChild(node, this.#code.visit, this.#context)];
    const blockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
    return list.declarations.flatMap((each) => {
      const names = namesIn(each.name);
      if (!blockScoped || names.length === 0 || !names.every((name) => this.#names.isLocal(name))) {
        const statement = f.createExpressionStatement(this.#code.assignments.of(each, blockScoped));
        return [ts.setTextRange(statement, list.declarations.length === 1 ? node : each)];
      }
      const whole = list.declarations.length === 1 ? node : each;
      const local = (made: readonly ts.VariableDeclaration[]): ts.Statement =>
        f.createVariableStatement(undefined, f.createVariableDeclarationList(made, list.flags));
      if (!ts.isIdentifier(each.name)) {
        // A pattern may break off: what it has bound by then stays, so the shared names come first.
        const statement = f.createExpressionStatement(this.#code.assignments.of(each, blockScoped));
        const copies = names.map((name) =>
          f.createVariableDeclaration(name, undefined, undefined, this.#names.access(name)),
        );
        return [ts.setTextRange(statement, whole), local(copies)];
      }
      const declaration = ts.visitNode(each, this.#code.visit, ts.isVariableDeclaration);
      return [
        ts.setTextRange(local([declaration]), whole),
        ...names.map((name) => this.#names.store(name, f.createIdentifier(name))),
      ];
    });
  }

  /** `import A = N.B`: N may be a namespace of types, which is nothing here. */
  #alias(node: ts.ImportEqualsDeclaration): readonly ts.Statement[] {
    if (node.isTypeOnly || ts.isExternalModuleReference(node.moduleReference)) return [];
    const value = (name: ts.EntityName): ts.Expression => {
      if (ts.isIdentifier(name)) return this.#names.hasPlace(name.text) ? this.#names.access(name.text, name) : name;
      const token = f.createToken(ts.SyntaxKind.QuestionDotToken);
      return f.createPropertyAccessChain(value(name.left), token, name.right);
    };
    return [this.#names.store(node.name.text, value(node.moduleReference))];
  }

  /** `export { a as b }` makes b another name of a's value. */
  #renamed(node: ts.ExportDeclaration): readonly ts.Statement[] {
    const clause = node.exportClause;
    if (node.isTypeOnly || node.moduleSpecifier || !clause || !ts.isNamedExports(clause)) return [];
    return clause.elements.flatMap(({ propertyName, name, isTypeOnly }) => {
      if (isTypeOnly || !propertyName || !ts.isIdentifier(propertyName) || !isVariableName(name)) return [];
      const local = this.#names.isLocal(propertyName.text) || !this.#names.hasPlace(propertyName.text);
      return [this.#names.store(name.text, local ? propertyName : this.#names.access(propertyName.text))];
    });
  }
}

/** The transformation of a cell's syntax tree, for the compiler's emit. */
export function rewriteCell(plan: RewritePlan): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => new CellRewriter(plan, context).file(file);
}
