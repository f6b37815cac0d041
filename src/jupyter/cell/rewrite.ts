import ts from "typescript";
import { importOf } from "./cell-imports";
import { type Declaration, isAmbient, isInstantiated, namesIn } from "./declarations";
import { isOwnScope, isUsing } from "./parse";
import { isAssignment, isLastStatement, isUpdate, type References } from "./references";
import type { Place } from "./scope";

/** What the rewriting of one cell goes by. */
export interface RewritePlan {
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly references: References;
  place(name: string): Place | undefined;
  /** Whether a variable of this cell is kept in a local one as well, from which it is read. */
  isLocal(name: string): boolean;
  /** The identifiers that the cell's code uses for a home and for the running cell. */
  homeName(home: number): string;
  readonly cellName: string;
}

const f = ts.factory;

function isAnonymousDefinition(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isAnonymousDefinition(node.expression);
  return ts.isArrowFunction(node) || ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && !node.name);
}

/** The function or class with the name that a declaration `name = value` would give it. */
function named(name: string, value: ts.Expression): ts.Expression {
  if (!isAnonymousDefinition(value)) return value;
  const object = f.createObjectLiteralExpression([f.createPropertyAssignment(name, value)]);
  return f.createPropertyAccessExpression(f.createParenthesizedExpression(object), name);
}

function isExportKeyword(node: ts.ModifierLike): boolean {
  return node.kind === ts.SyntaxKind.ExportKeyword || node.kind === ts.SyntaxKind.DefaultKeyword;
}

function withoutExport<T extends ts.ModifierLike>(modifiers: readonly T[] | undefined): readonly T[] | undefined {
  return modifiers?.filter((each) => !isExportKeyword(each));
}

/** Rewrites a cell so that every name it shares is a property of an object that outlives it. */
class Rewriter {
  readonly #plan: RewritePlan;
  readonly #context: ts.TransformationContext;

  constructor(plan: RewritePlan, context: ts.TransformationContext) {
    this.#plan = plan;
    this.#context = context;
  }

  file(file: ts.SourceFile): ts.SourceFile {
    const hoisted: ts.Statement[] = [];
    const body: ts.Statement[] = [];
    for (const statement of file.statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name && statement.body && !isAmbient(statement)) {
        hoisted.push(this.#store(statement.name.text, f.createIdentifier(statement.name.text)));
      }
      body.push(...this.#top(statement));
    }
    return f.updateSourceFile(file, [...hoisted, ...body]);
  }

  /** `homes.x`, or for an import `homes.x.key`. */
  #access(name: string, at?: ts.Node): ts.Expression {
    const place = this.#plan.place(name);
    if (!place) return f.createIdentifier(name);
    const home = f.createIdentifier(this.#plan.homeName(place.home));
    const slot = f.createPropertyAccessExpression(home, name);
    const access = place.key === undefined ? slot : f.createPropertyAccessExpression(slot, place.key);
    return at ? ts.setSourceMapRange(access, at) : access;
  }

  #store(name: string, value: ts.Expression): ts.Statement {
    return f.createExpressionStatement(f.createAssignment(this.#access(name), value));
  }

  #visit = (node: ts.Node): ts.Node => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
    if (ts.isIdentifier(node)) return this.#identifier(node);
    if (ts.isShorthandPropertyAssignment(node)) return this.#shorthand(node);
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isTaggedTemplateExpression(node)) {
      const visited = ts.visitEachChild(node, this.#visit, this.#context);
      const tag = this.#detached(node.tag, visited.tag);
      return f.updateTaggedTemplateExpression(visited, tag, undefined, visited.template);
    }
    if (isAssignment(node) && ts.isIdentifier(node.left) && this.#isShared(node.left)) return this.#assignment(node);
    if (isUpdate(node) && ts.isIdentifier(node.operand) && this.#isLocal(node.operand)) return this.#update(node);
    if (ts.isVariableStatement(node) && this.#isHoistedVar(node.declarationList)) {
      return f.createExpressionStatement(this.#varAssignments(node.declarationList));
    }
    if (ts.isForStatement(node) && node.initializer && this.#isHoistedVar(node.initializer)) {
      const initializer = this.#varAssignments(node.initializer);
      const rest = ts.visitEachChild(
        node,
        (each) => (each === node.initializer ? each : this.#visit(each)),
        this.#context,
      );
      return f.updateForStatement(rest, initializer, rest.condition, rest.incrementor, rest.statement);
    }
    if ((ts.isForInStatement(node) || ts.isForOfStatement(node)) && this.#isHoistedVar(node.initializer)) {
      return this.#forVar(node, node.initializer);
    }
    if (ts.isForOfStatement(node) && node.awaitModifier && this.#isTopLevel(node)) return this.#forAwait(node);
    if (ts.isAwaitExpression(node) && this.#isTopLevel(node)) {
      // An interrupted cell does not go on when what it waits for arrives.
      const visited = ts.visitEachChild(node, this.#visit, this.#context);
      return this.#hook("resume", [visited]);
    }
    return ts.visitEachChild(node, this.#visit, this.#context);
  };

  #expression(node: ts.Expression): ts.Expression {
    return ts.visitNode(node, this.#visit, ts.isExpression);
  }

  #hook(name: string, parameters: readonly ts.Expression[]): ts.CallExpression {
    const hook = f.createPropertyAccessExpression(f.createIdentifier(this.#plan.cellName), name);
    return f.createCallExpression(hook, undefined, parameters);
  }

  #isTopLevel(node: ts.Node): boolean {
    for (let at = node.parent; at; at = at.parent) if (isOwnScope(at)) return false;
    return true;
  }

  #isShared(node: ts.Identifier): boolean {
    return this.#plan.references.uses.has(node);
  }

  #isLocal(node: ts.Identifier): boolean {
    return this.#isShared(node) && this.#plan.isLocal(node.text);
  }

  #identifier(node: ts.Identifier): ts.Expression {
    return this.#isShared(node) && !this.#plan.isLocal(node.text) ? this.#access(node.text, node) : node;
  }

  #shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
    if (!this.#isShared(node.name) || this.#plan.isLocal(node.name.text)) {
      return ts.visitEachChild(node, this.#visit, this.#context);
    }
    const access = this.#access(node.name.text, node.name);
    const fallback = node.objectAssignmentInitializer;
    const value = fallback ? f.createAssignment(access, this.#expression(fallback)) : access;
    return f.createPropertyAssignment(node.name.text, value);
  }

  /** A function that is a property is still called without a `this`. */
  #detached(original: ts.Expression, visited: ts.Expression): ts.LeftHandSideExpression {
    if (ts.isIdentifier(original) && visited !== original) {
      const comma = f.createComma(f.createNumericLiteral(0), visited);
      return ts.setSourceMapRange(f.createParenthesizedExpression(comma), original);
    }
    return visited as ts.LeftHandSideExpression;
  }

  #call(node: ts.CallExpression): ts.Expression {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return ts.setSourceMapRange(
        this.#hook(
          "import",
          node.arguments.map((each) => this.#expression(each)),
        ),
        node,
      );
    }
    const visited = ts.visitEachChild(node, this.#visit, this.#context);
    if (!ts.isCallExpression(visited)) return visited;
    const callee = this.#detached(node.expression, visited.expression);
    if (callee === visited.expression) return visited;
    return ts.isCallChain(visited)
      ? f.updateCallChain(visited, callee, visited.questionDotToken, visited.typeArguments, visited.arguments)
      : f.updateCallExpression(visited, callee, visited.typeArguments, visited.arguments);
  }

  #assignment(node: ts.BinaryExpression): ts.Expression {
    const name = node.left as ts.Identifier;
    const right = this.#expression(node.right);
    const plain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const value = plain ? named(name.text, right) : right;
    const left = this.#plan.isLocal(name.text) ? name : this.#access(name.text, name);
    const assigned = f.updateBinaryExpression(node, left, node.operatorToken, value);
    return this.#plan.isLocal(name.text) ? f.createAssignment(this.#access(name.text), assigned) : assigned;
  }

  /** `x++` of a local variable, its value not used, as `home.x = ++x`. */
  #update(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ts.Expression {
    const name = (node.operand as ts.Identifier).text;
    const prefix = f.createPrefixUnaryExpression(node.operator, f.createIdentifier(name));
    return f.createAssignment(this.#access(name), ts.setSourceMapRange(prefix, node));
  }

  #isHoistedVar(node: ts.Node): node is ts.VariableDeclarationList {
    return (
      ts.isVariableDeclarationList(node) &&
      (node.flags & ts.NodeFlags.BlockScoped) === 0 &&
      this.#isTopLevel(node) &&
      !(ts.isVariableStatement(node.parent) && isAmbient(node.parent))
    );
  }

  /** Declarations as assignments; a `var` without a value keeps the one it has. */
  #varAssignments(list: ts.VariableDeclarationList): ts.Expression {
    const parts = list.declarations.map((each) => this.#declarationAssignment(each, false));
    const [first, ...rest] = parts;
    return rest.reduce((all, part) => f.createComma(all, part), first ?? f.createVoidZero());
  }

  #declarationAssignment(node: ts.VariableDeclaration, reset: boolean): ts.Expression {
    if (ts.isIdentifier(node.name)) {
      const access = this.#access(node.name.text, node.name);
      if (!node.initializer)
        return f.createAssignment(access, reset ? f.createVoidZero() : this.#access(node.name.text));
      return f.createAssignment(access, named(node.name.text, this.#expression(node.initializer)));
    }
    const value = node.initializer ? this.#expression(node.initializer) : f.createVoidZero();
    const assignment = f.createAssignment(this.#target(node.name), value);
    return ts.isObjectBindingPattern(node.name) ? f.createParenthesizedExpression(assignment) : assignment;
  }

  /** A pattern of declarations as one of assignments. */
  #target(name: ts.BindingName): ts.Expression {
    if (ts.isIdentifier(name)) return this.#access(name.text, name);
    if (ts.isArrayBindingPattern(name)) {
      return f.createArrayLiteralExpression(
        name.elements.map((each) => {
          if (ts.isOmittedExpression(each)) return each;
          const target = this.#withDefault(each);
          return each.dotDotDotToken ? f.createSpreadElement(target) : target;
        }),
      );
    }
    return f.createObjectLiteralExpression(
      name.elements.map((each) => {
        if (each.dotDotDotToken) return f.createSpreadAssignment(this.#target(each.name));
        const key = each.propertyName ? ts.visitNode(each.propertyName, this.#visit, ts.isPropertyName) : each.name;
        return f.createPropertyAssignment(key as ts.PropertyName, this.#withDefault(each));
      }),
    );
  }

  #withDefault(element: ts.BindingElement): ts.Expression {
    const target = this.#target(element.name);
    if (!element.initializer) return target;
    const value = this.#expression(element.initializer);
    return f.createAssignment(target, ts.isIdentifier(element.name) ? named(element.name.text, value) : value);
  }

  #forVar(node: ts.ForInStatement | ts.ForOfStatement, list: ts.VariableDeclarationList): ts.Statement {
    const [declaration] = list.declarations;
    const target = declaration ? this.#target(declaration.name) : f.createVoidZero();
    const expression = this.#expression(node.expression);
    const statement = ts.visitNode(node.statement, this.#visit, ts.isStatement);
    if (ts.isForInStatement(node)) return f.updateForInStatement(node, target, expression, statement);
    const watched = node.awaitModifier ? this.#watched(statement) : statement;
    return f.updateForOfStatement(node, node.awaitModifier, target, expression, watched);
  }

  #forAwait(node: ts.ForOfStatement): ts.Statement {
    const visited = ts.visitEachChild(node, this.#visit, this.#context);
    const statement = this.#watched(visited.statement);
    return f.updateForOfStatement(visited, visited.awaitModifier, visited.initializer, visited.expression, statement);
  }

  #watched(statement: ts.Statement): ts.Block {
    return f.createBlock([f.createExpressionStatement(this.#hook("resume", [])), statement], true);
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
      const visited = ts.visitEachChild(node, this.#visit, this.#context);
      const { asteriskToken, name, typeParameters, parameters, type, body } = visited;
      const modifiers = withoutExport(visited.modifiers);
      return [
        f.updateFunctionDeclaration(visited, modifiers, asteriskToken, name, typeParameters, parameters, type, body),
      ];
    }
    if (ts.isClassDeclaration(node)) {
      const visited = ts.visitEachChild(node, this.#visit, this.#context);
      const { name, typeParameters, heritageClauses, members } = visited;
      const modifiers = withoutExport(visited.modifiers);
      const made = f.updateClassDeclaration(visited, modifiers, name, typeParameters, heritageClauses, members);
      return this.#kept(made, name);
    }
    if (ts.isEnumDeclaration(node)) {
      const visited = ts.visitEachChild(node, this.#visit, this.#context);
      return this.#kept(
        f.updateEnumDeclaration(visited, withoutExport(visited.modifiers), visited.name, visited.members),
        node.name,
      );
    }
    if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name) && isInstantiated(node)) {
      const visited = ts.visitEachChild(node, this.#visit, this.#context);
      const modifiers = withoutExport(visited.modifiers);
      return this.#kept(f.updateModuleDeclaration(visited, modifiers, visited.name, visited.body), node.name);
    }
    return [this.#last(ts.visitNode(node, this.#visit, ts.isStatement), node)];
  }

  #kept(declaration: ts.Statement, name: ts.Identifier | undefined): readonly ts.Statement[] {
    return name ? [declaration, this.#store(name.text, f.createIdentifier(name.text))] : [declaration];
  }

  /** The value of a last expression is the cell's result. */
  #last(visited: ts.Statement, node: ts.Statement): ts.Statement {
    if (!isLastStatement(node) || !ts.isExpressionStatement(visited)) return visited;
    const expression = ts.isExportAssignment(node) ? this.#expression(visited.expression) : visited.expression;
    const result = f.createReturnStatement(f.createArrayLiteralExpression([expression]));
    return ts.setTextRange(result, node);
  }

  #variables(node: ts.VariableStatement): readonly ts.Statement[] {
    const list = node.declarationList;
    if (isUsing(list)) return [ts.visitEachChild(node, this.#visit, this.#context)];
    const blockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
    return list.declarations.flatMap((each) => {
      const names = namesIn(each.name);
      if (!blockScoped || names.length === 0 || !names.every((name) => this.#plan.isLocal(name))) {
        const statement = f.createExpressionStatement(this.#declarationAssignment(each, blockScoped));
        return [ts.setTextRange(statement, list.declarations.length === 1 ? node : each)];
      }
      const declaration = ts.visitNode(each, this.#visit, ts.isVariableDeclaration);
      const local = f.createVariableStatement(undefined, f.createVariableDeclarationList([declaration], list.flags));
      return [
        ts.setTextRange(local, list.declarations.length === 1 ? node : each),
        ...names.map((name) => this.#store(name, f.createIdentifier(name))),
      ];
    });
  }

  /** `import A = N.B`: N may be a namespace of types, which is nothing here. */
  #alias(node: ts.ImportEqualsDeclaration): readonly ts.Statement[] {
    if (node.isTypeOnly || ts.isExternalModuleReference(node.moduleReference)) return [];
    const value = (name: ts.EntityName): ts.Expression => {
      if (ts.isIdentifier(name)) return this.#plan.place(name.text) ? this.#access(name.text, name) : name;
      const token = f.createToken(ts.SyntaxKind.QuestionDotToken);
      return f.createPropertyAccessChain(value(name.left), token, name.right);
    };
    return [this.#store(node.name.text, value(node.moduleReference))];
  }

  /** `export { a as b }` makes b another name of a's value. */
  #renamed(node: ts.ExportDeclaration): readonly ts.Statement[] {
    const clause = node.exportClause;
    if (node.isTypeOnly || node.moduleSpecifier || !clause || !ts.isNamedExports(clause)) return [];
    return clause.elements.flatMap(({ propertyName, name, isTypeOnly }) => {
      if (isTypeOnly || !propertyName || !ts.isIdentifier(propertyName) || !ts.isIdentifier(name)) return [];
      const local = this.#plan.isLocal(propertyName.text) || !this.#plan.place(propertyName.text);
      return [this.#store(name.text, local ? propertyName : this.#access(propertyName.text))];
    });
  }
}

/** The transformation of a cell's syntax tree, for the compiler's emit. */
export function rewriteCell(plan: RewritePlan): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => new Rewriter(plan, context).file(file);
}
