import ts from "typescript";
import { InputError } from "../../../input-error";
import { type Declared, type DeclaredType, declarations, declaredTypes, parseCell } from "./declared-parameters";
import { type ParameterTexts, type ParameterValue, readings, toSource } from "./parameter-text";

/** A change of a text: what stands from `start` to `end` becomes `text`. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function assignedNames(target: ts.Node): readonly string[] {
  if (ts.isIdentifier(target)) return [target.text];
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) return [];
  return childrenOf(target).flatMap(assignedNames);
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  const all: ts.Node[] = [];
  ts.forEachChild(node, (each) => {
    all.push(each);
  });
  return all;
}

/** The variables that running a statement assigns, functions left aside. */
function assignments(node: ts.Node): readonly string[] {
  if (ts.isFunctionLike(node)) return [];
  const below = childrenOf(node).flatMap(assignments);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? [...assignedNames(node.left), ...below] : below;
  }
  const steps = ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node);
  if (steps && [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator)) {
    return [...assignedNames(node.operand), ...below];
  }
  return below;
}

/** The part of an initial value that is the value: without `as T`, `satisfies T`, `<T>` and brackets. */
function innermost(value: ts.Expression): ts.Expression {
  const wrapped =
    ts.isAsExpression(value) ||
    ts.isSatisfiesExpression(value) ||
    ts.isTypeAssertionExpression(value) ||
    ts.isParenthesizedExpression(value);
  return wrapped ? innermost(value.expression) : value;
}

/** A value for a declared name: the first reading of its text that the declared type holds. */
interface Setting {
  readonly declared: Declared;
  readonly source: string;
  /** The declared type where the value alone would be given another one. */
  readonly annotation: string | undefined;
}

function choose(declared: Declared, text: string, values: readonly ParameterValue[], type: DeclaredType): Setting {
  const { name } = declared;
  const at = type.holds.indexOf(true);
  if (at < 0) {
    throw new InputError(
      `The parameter ${name}=${text} cannot be set: the notebook declares ${name} as ${type.text}, which "${text}" is not.`,
    );
  }
  return { declared, source: toSource(values[at]), annotation: type.same[at] ? undefined : type.text };
}

function edits(setting: Setting, cell: ts.SourceFile): readonly Edit[] {
  const { declared, source, annotation } = setting;
  const { name, plain, statement } = declared;
  // In a block, so that a cell which ends with it has no result.
  const assign = (after: ts.Statement): Edit => ({
    start: after.end,
    end: after.end,
    text: `\n{ ${name} = ${source}; }`,
  });
  const later = cell.statements.filter((each) => each !== statement && assignments(each).includes(name)).at(-1);
  const again = later && declared.kind === "let" ? [assign(later)] : [];
  if (!plain?.initializer) return again.length > 0 ? again : [assign(statement)];
  const value = innermost(plain.initializer);
  const typed = plain.type !== undefined || value !== plain.initializer || annotation === undefined;
  const type = typed ? [] : [{ start: declared.identifier.end, end: declared.identifier.end, text: `: ${annotation}` }];
  return [...type, { start: value.getStart(cell), end: value.end, text: source }, ...again];
}

function settable(declared: Declared): void {
  const { name, kind, plain } = declared;
  if (kind === "other") {
    throw new InputError(
      `The parameter ${name} cannot be set: the notebook declares it as a function, a class or an import, not as a variable.`,
    );
  }
  if (kind === "const" && !plain?.initializer) {
    throw new InputError(
      `The parameter ${name} cannot be set: the notebook takes it out of another value with const; declare it with let.`,
    );
  }
}

/** A cell whose parameters have the given values, and the names that it does not declare. */
export interface CellWithParameters {
  readonly source: string;
  readonly declared: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Gives the parameters of a cell other initial values, so that all that the cell computes from them and every function
 * it declares sees them. A variable that the cell assigns once more is given the value after that, too.
 * @throws InputError when a value is not of the declared type or a name is not a variable's
 */
export function setParameters(source: string, texts: ParameterTexts): CellWithParameters {
  const cell = parseCell(source);
  // Of two declarations the last one counts.
  const all = new Map(declarations(cell).map((each) => [each.name, each]));
  const given = [...texts].flatMap(([name, text]) => {
    const declared = all.get(name);
    return declared ? [{ declared, text, values: readings(text) }] : [];
  });
  for (const { declared } of given) settable(declared);
  const unknown = [...texts.keys()].filter((name) => !all.has(name));
  if (given.length === 0) return { source, declared: [...all.keys()], unknown };
  const types = declaredTypes(cell, new Map(given.map(({ declared, values }) => [declared.name, values])));
  const changes = given.flatMap(({ declared, text, values }) => {
    const type = types.get(declared.name);
    return type ? edits(choose(declared, text, values, type), cell) : [];
  });
  const changed = [...changes]
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
  return { source: changed, declared: [...all.keys()], unknown };
}
