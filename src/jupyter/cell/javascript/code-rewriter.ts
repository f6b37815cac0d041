import ts from "typescript";
import { isAmbient } from "../syntax/declarations";
import { isImportMeta, isOwnScope } from "../syntax/parse";
import { Assignments, named } from "./assignments";
import { isAssignment, isUpdate } from "./references";
import type { SharedNames } from "./shared-names";

const f = ts.factory;

/** Rewrites the code within statements: uses of shared names, hoisted `var`s, what an interrupt must end. */
export class CodeRewriter {
  readonly #names: SharedNames;
  readonly #context: ts.TransformationContext;
  /** Declarations as assignments, their values rewritten. */
  readonly assignments: Assignments;

  constructor(names: SharedNames, context: ts.TransformationContext) {
    this.#names = names;
    this.#context = context;
    this.assignments = new Assignments(names, this.visit);
  }

  readonly visit = (node: ts.Node): ts.Node => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
    if (ts.isIdentifier(node)) return this.#identifier(node);
    if (ts.isShorthandPropertyAssignment(node)) return this.#shorthand(node);
    if (ts.isCallExpression(node)) return this.#call(node);
    if (isImportMeta(node)) return ts.setSourceMapRange(this.#names.given("meta"), node);
    if (ts.isTaggedTemplateExpression(node)) {
      const visited = ts.visitEachChild(node, this.visit, this.#context);
      const tag = this.#detached(node.tag, visited.tag);
      return f.updateTaggedTemplateExpression(visited, tag, undefined, visited.template);
    }
    if (isAssignment(node) && ts.isIdentifier(node.left) && this.#names.isShared(node.left))
      return this.#assignment(node);
    if (isUpdate(node) && ts.isIdentifier(node.operand) && this.#isLocal(node.operand)) return this.#update(node);
    if (ts.isVariableStatement(node) && this.#isHoistedVar(node.declarationList)) {
      return f.createExpressionStatement(this.assignments.ofVar(node.declarationList));
    }
    if (ts.isForStatement(node) && node.initializer && this.#isHoistedVar(node.initializer)) {
      const initializer = this.assignments.ofVar(node.initializer);
      const rest = ts.visitEachChild(
        node,
        (each) => (each === node.initializer ? each : this.visit(each)),
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
      const visited = ts.visitEachChild(node, this.visit, this.#context);
      return this.#names.hook("resume", [visited]);
    }
    return ts.visitEachChild(node, this.visit, this.#context);
  };

  expression(node: ts.Expression): ts.Expression {
    return ts.visitNode(node, this.visit, ts.isExpression);
  }

  #isTopLevel(node: ts.Node): boolean {
    for (let at = node.parent; at; at = at.parent) if (isOwnScope(at)) return false;
    return true;
  }

  #isLocal(node: ts.Identifier): boolean {
    return this.#names.isShared(node) && this.#names.isLocal(node.text);
  }

  #identifier(node: ts.Identifier): ts.Expression {
    return this.#names.isShared(node) && !this.#names.isLocal(node.text) ? this.#names.access(node.text, node) : node;
  }

  #shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
    if (!this.#names.isShared(node.name) || this.#names.isLocal(node.name.text)) {
      return ts.visitEachChild(node, this.visit, this.#context);
    }
    const access = this.#names.access(node.name.text, node.name);
    const fallback = node.objectAssignmentInitializer;
    const value = fallback ? f.createAssignment(access, this.expression(fallback)) : access;
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
        this.#names.hook(
          "import",
          node.arguments.map((each) => this.expression(each)),
        ),
        node,
      );
    }
    const visited = ts.visitEachChild(node, this.visit, this.#context);
    if (!ts.isCallExpression(visited)) return visited;
    const callee = this.#detached(node.expression, visited.expression);
    if (callee === visited.expression) return visited;
    return ts.isCallChain(visited)
      ? f.updateCallChain(visited, callee, visited.questionDotToken, visited.typeArguments, visited.arguments)
      : f.updateCallExpression(visited, callee, visited.typeArguments, visited.arguments);
  }

  #assignment(node: ts.BinaryExpression): ts.Expression {
    const name = node.left as ts.Identifier;
    const right = this.expression(node.right);
    const plain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const value = plain ? named(name.text, right) : right;
    const left = this.#names.isLocal(name.text) ? name : this.#names.access(name.text, name);
    const assigned = f.updateBinaryExpression(node, left, node.operatorToken, value);
    return this.#names.isLocal(name.text) ? f.createAssignment(this.#names.access(name.text), assigned) : assigned;
  }

  /** `x++` of a local variable, its value not used, as `home.x = ++x`. */
  #update(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ts.Expression {
    const name = (node.operand as ts.Identifier).text;
    const prefix = f.createPrefixUnaryExpression(node.operator, f.createIdentifier(name));
    return f.createAssignment(this.#names.access(name), ts.setSourceMapRange(prefix, node));
  }

  #isHoistedVar(node: ts.Node): node is ts.VariableDeclarationList {
    return (
      ts.isVariableDeclarationList(node) &&
      (node.flags & ts.NodeFlags.BlockScoped) === 0 &&
      this.#isTopLevel(node) &&
      !(ts.isVariableStatement(node.parent) && isAmbient(node.parent))
    );
  }

  #forVar(node: ts.ForInStatement | ts.ForOfStatement, list: ts.VariableDeclarationList): ts.Statement {
    const [declaration] = list.declarations;
    const target = declaration ? this.assignments.target(declaration.name) : f.createVoidZero();
    const expression = this.expression(node.expression);
    const statement = ts.visitNode(node.statement, this.visit, ts.isStatement);
    if (ts.isForInStatement(node)) return f.updateForInStatement(node, target, expression, statement);
    const watched = node.awaitModifier ? this.#watched(statement) : statement;
    return f.updateForOfStatement(node, node.awaitModifier, target, expression, watched);
  }

  #forAwait(node: ts.ForOfStatement): ts.Statement {
    const visited = ts.visitEachChild(node, this.visit, this.#context);
    const statement = this.#watched(visited.statement);
    return f.updateForOfStatement(visited, visited.awaitModifier, visited.initializer, visited.expression, statement);
  }

  #watched(statement: ts.Statement): ts.Block {
    return f.createBlock([f.createExpressionStatement(this.#names.hook("resume", [])), statement], true);
  }
}
