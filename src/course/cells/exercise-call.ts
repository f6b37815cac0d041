import ts from "typescript";

/** The functions of contaminated-moe/notebook that ask a reader something. */
const ASKING = ["exercise", "handIn", "predictExponents"];

/** One question of an exercise: what stands for the reader's answer, and the other properties by name. */
export interface Question {
  readonly name: string;
  readonly given: ts.Expression | undefined;
  readonly properties: ReadonlyMap<string, ts.Expression>;
}

/** A call that asks: `exercise(title, questions)`, `handIn(title, questions)` or `predictExponents(path, given)`. */
export interface ExerciseCall {
  readonly kind: "questions" | "exponents";
  /** The exercise's title; of exponents the text of the path. */
  readonly title: string;
  readonly questions: readonly Question[];
  readonly node: ts.CallExpression;
  readonly file: ts.SourceFile;
}

export function parseSource(source: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
}

function propertiesOf(node: ts.ObjectLiteralExpression): ReadonlyMap<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  for (const each of node.properties) {
    if (ts.isShorthandPropertyAssignment(each)) found.set(each.name.text, each.name);
    if (!ts.isPropertyAssignment(each)) continue;
    if (ts.isIdentifier(each.name) || ts.isStringLiteralLike(each.name)) found.set(each.name.text, each.initializer);
  }
  return found;
}

function questionOf(node: ts.Expression): readonly Question[] {
  if (!ts.isObjectLiteralExpression(node)) return [];
  const properties = propertiesOf(node);
  const name = properties.get("question");
  if (name === undefined || !ts.isStringLiteralLike(name)) return [];
  return [{ name: name.text, given: properties.get("given"), properties }];
}

function callOf(node: ts.CallExpression, file: ts.SourceFile): ExerciseCall | undefined {
  const { expression, arguments: given } = node;
  if (!ts.isIdentifier(expression) || !ASKING.includes(expression.text)) return undefined;
  const [first, second] = given;
  if (first === undefined || second === undefined) return undefined;
  if (expression.text === "predictExponents") {
    if (!ts.isObjectLiteralExpression(second)) return undefined;
    const questions = [...propertiesOf(second)].map(([name, each]) => ({ name, given: each, properties: new Map() }));
    return { kind: "exponents", title: first.getText(file), questions, node, file };
  }
  if (!ts.isArrayLiteralExpression(second)) return undefined;
  const title = ts.isStringLiteralLike(first) ? first.text : first.getText(file);
  return { kind: "questions", title, questions: second.elements.flatMap(questionOf), node, file };
}

/** The calls of a cell that ask something, in their order. */
export function exerciseCalls(source: string): readonly ExerciseCall[] {
  const file = parseSource(source);
  const found: ExerciseCall[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) ? callOf(node, file) : undefined;
    if (call !== undefined && call.questions.length > 0) found.push(call);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The initial values of the variables that a cell declares at its top level. */
export function initialValues(source: string): ReadonlyMap<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  for (const statement of parseSource(source).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && initializer !== undefined) found.set(name.text, initializer);
    }
  }
  return found;
}
