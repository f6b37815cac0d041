import ts from "typescript";
import { type Declaration, isSharedValue } from "../syntax/declarations";
import { isOwnScope } from "../syntax/parse";

/** The uses of shared names in one cell. */
export interface References {
  /** Identifiers in expressions that mean a shared name. */
  readonly uses: ReadonlySet<ts.Identifier>;
  /** Names that functions of the cell use. */
  readonly captured: ReadonlySet<string>;
  /** Names that are assigned to in a way that has no simple form with a second store. */
  readonly scattered: ReadonlySet<string>;
}

/** Whether an identifier is an expression, rather than the name of a declaration, a property or a label. */
function isExpressionName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent) || ts.isMetaProperty(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (ts.isImportClause(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return !("name" in parent && parent.name === node);
}

/** Whether an expression stands where its value is not used. */
export function isValueUnused(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return !isLastStatement(parent);
  return ts.isForStatement(parent) && (parent.incrementor === node || parent.initializer === node);
}

export function isLastStatement(node: ts.Statement): boolean {
  return ts.isSourceFile(node.parent) && node.parent.statements.at(-1) === node;
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

export function isUpdate(node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

/** Whether the identifier is the target of a destructuring assignment or of a `for (x of ...)`. */
function isPatternTarget(node: ts.Node): boolean {
  let inner: ts.Node = node;
  for (let { parent } = inner; parent; inner = parent, parent = inner.parent) {
    if (isAssignment(parent)) return parent.left === inner && inner !== node;
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === inner;
    const inPattern =
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isParenthesizedExpression(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === inner);
    if (!inPattern) return false;
  }
  return false;
}

/** Whether a store of the identifier cannot simply be done twice. */
function isScatteredStore(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPostfixUnaryExpression(parent)) return !isValueUnused(parent);
  if (ts.isParenthesizedExpression(parent)) return true;
  return isPatternTarget(node);
}

/**
 * Finds the uses of shared names: identifiers that the compiler's binder leads to a declaration at the cell's top, or to
 * none while an earlier cell has declared the name.
 */
export function referencesOf(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  declarations: ReadonlyMap<string, Declaration>,
  isKnown: (name: string) => boolean,
): References {
  const tops = new Set<ts.Node>();
  for (const each of declarations.values()) {
    if (isSharedValue(each.kind)) for (const node of each.nodes) tops.add(node);
  }
  const uses = new Set<ts.Identifier>();
  const captured = new Set<string>();
  const scattered = new Set<string>();
  const means = (node: ts.Identifier): boolean => {
    const declared = declarations.has(node.text);
    if (!declared && !isKnown(node.text)) return false;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    const found = symbol?.declarations ?? [];
    return found.length === 0 ? !declared : found.some((each) => tops.has(each));
  };
  const visit = (node: ts.Node, owner: ts.Node | undefined): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return;
    if (ts.isIdentifier(node)) {
      if (!isExpressionName(node) || !means(node)) return;
      // Within its own body a class or a namespace is the local one, which is complete only afterwards.
      const own = declarations.get(node.text)?.nodes ?? [];
      for (let at: ts.Node | undefined = owner; at; at = at.parent) {
        if (own.includes(at) && !ts.isFunctionDeclaration(at) && !ts.isVariableDeclaration(at)) return;
      }
      uses.add(node);
      if (owner) captured.add(node.text);
      if (isScatteredStore(node)) scattered.add(node.text);
      return;
    }
    const inner = isOwnScope(node) || ts.isClassLike(node) || ts.isEnumDeclaration(node) ? node : owner;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, undefined);
  return { uses, captured, scattered };
}
