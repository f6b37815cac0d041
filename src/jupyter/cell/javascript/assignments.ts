import ts from "typescript";
import type { SharedNames } from "./shared-names";

const f = ts.factory;

function isAnonymousDefinition(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isAnonymousDefinition(node.expression);
  return ts.isArrowFunction(node) || ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && !node.name);
}

/** The function or class with the name that a declaration `name = value` would give it. */
export function named(name: string, value: ts.Expression): ts.Expression {
  if (!isAnonymousDefinition(value)) return value;
  const object = f.createObjectLiteralExpression([f.createPropertyAssignment(name, value)]);
  return f.createPropertyAccessExpression(f.createParenthesizedExpression(object), name);
}

/** Declarations of shared names as assignments to them, patterns included. */
export class Assignments {
  readonly #names: SharedNames;
  readonly #visit: (node: ts.Node) => ts.Node;

  /** `visit` rewrites what stands within the declarations. */
  constructor(names: SharedNames, visit: (node: ts.Node) => ts.Node) {
    this.#names = names;
    this.#visit = visit;
  }

  /** All declarations of a `var`; one without a value keeps the value it has. */
  ofVar(list: ts.VariableDeclarationList): ts.Expression {
    const [first, ...rest] = list.declarations.map((each) => this.of(each, false));
    return rest.reduce((all, part) => f.createComma(all, part), first ?? f.createVoidZero());
  }

  /** One declaration; without a value it is set to undefined where `reset`. */
  of(node: ts.VariableDeclaration, reset: boolean): ts.Expression {
    if (ts.isIdentifier(node.name)) {
      const access = this.#names.access(node.name.text, node.name);
      if (!node.initializer)
        return f.createAssignment(access, reset ? f.createVoidZero() : this.#names.access(node.name.text));
      return f.createAssignment(access, named(node.name.text, this.#expression(node.initializer)));
    }
    const value = node.initializer ? this.#expression(node.initializer) : f.createVoidZero();
    const assignment = f.createAssignment(this.target(node.name), value);
    return ts.isObjectBindingPattern(node.name) ? f.createParenthesizedExpression(assignment) : assignment;
  }

  /** A pattern of declarations as one of assignments. */
  target(name: ts.BindingName): ts.Expression {
    if (ts.isIdentifier(name)) return this.#names.access(name.text, name);
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
        if (each.dotDotDotToken) return f.createSpreadAssignment(this.target(each.name));
        const key = each.propertyName ? ts.visitNode(each.propertyName, this.#visit, ts.isPropertyName) : each.name;
        return f.createPropertyAssignment(key as ts.PropertyName, this.#withDefault(each));
      }),
    );
  }

  #expression(node: ts.Expression): ts.Expression {
    return ts.visitNode(node, this.#visit, ts.isExpression);
  }

  #withDefault(element: ts.BindingElement): ts.Expression {
    const target = this.target(element.name);
    if (!element.initializer) return target;
    const value = this.#expression(element.initializer);
    return f.createAssignment(target, ts.isIdentifier(element.name) ? named(element.name.text, value) : value);
  }
}
