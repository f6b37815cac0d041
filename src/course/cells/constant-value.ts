import ts from "typescript";

/** What an answer can be: a number, a word or a fraction as text, or null while it is open. */
export type Constant = number | string | null;

/** The initial value of a variable by its name, where the text around an expression declares one. */
export type Scope = (name: string) => ts.Expression | undefined;

const NOTHING: Scope = () => undefined;

function arithmetic(operator: ts.SyntaxKind, left: number, right: number): number | undefined {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.MinusToken:
      return left - right;
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    case ts.SyntaxKind.SlashToken:
      return left / right;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return left ** right;
    default:
      return undefined;
  }
}

function signed(node: ts.PrefixUnaryExpression, scope: Scope): Constant | undefined {
  const value = constantValue(node.operand, scope);
  if (typeof value !== "number") return undefined;
  if (node.operator === ts.SyntaxKind.MinusToken) return -value;
  return node.operator === ts.SyntaxKind.PlusToken ? value : undefined;
}

/** `answers[1]`, where the text declares `answers` as a list. */
function element(node: ts.ElementAccessExpression, scope: Scope): Constant | undefined {
  const list = ts.isIdentifier(node.expression) ? scope(node.expression.text) : undefined;
  const at = constantValue(node.argumentExpression, scope);
  if (list === undefined || !ts.isArrayLiteralExpression(list) || typeof at !== "number") return undefined;
  const found = list.elements[at];
  return found === undefined ? undefined : constantValue(found, NOTHING);
}

/**
 * The value of an expression that can be read off its text: literals, + - * / and ** of numbers, and variables whose
 * initial values in `scope` are of that kind themselves. undefined for anything that would have to be run.
 */
export function constantValue(node: ts.Expression, scope: Scope = NOTHING): Constant | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return constantValue(node.expression, scope);
  if (ts.isPrefixUnaryExpression(node)) return signed(node, scope);
  if (ts.isElementAccessExpression(node)) return element(node, scope);
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [constantValue(node.left, scope), constantValue(node.right, scope)];
    if (typeof left !== "number" || typeof right !== "number") return undefined;
    return arithmetic(node.operatorToken.kind, left, right);
  }
  if (!ts.isIdentifier(node)) return undefined;
  const initial = scope(node.text);
  return initial === undefined ? undefined : constantValue(initial, NOTHING);
}
