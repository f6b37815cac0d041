import ts from "typescript";
import { exerciseCalls, initialValues } from "../../../src/course/cells/exercise-call";
import type { AnswerField } from "../messages";

/** What a reader gives: nothing yet, a number, a text. */
function isAnswer(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand))
  );
}

/** What the variable's type lets stand there: `let a: string | null = null`. */
function takes(place: ts.Expression): AnswerField["takes"] {
  const type = ts.isVariableDeclaration(place.parent) ? (place.parent.type?.getText() ?? "") : "";
  const [number, text] = [/\bnumber\b/.test(type), /\bstring\b/.test(type)];
  return number === text ? "either" : number ? "number" : "text";
}

/** What the exercises of a cell ask, and where in its code the answers stand: at the question, or in a variable above it. */
export function answerFields(source: string): readonly AnswerField[] {
  const values = initialValues(source);
  return exerciseCalls(source).flatMap(({ kind, questions }) =>
    questions.flatMap(({ name, given }) => {
      const place = given && ts.isIdentifier(given) ? values.get(given.text) : given;
      if (!place || !isAnswer(place)) return [];
      const label = kind === "exponents" ? `error of ${name} ~ n^-e, e =` : name;
      return [{ label, start: place.getStart(), end: place.getEnd(), takes: takes(place) }];
    }),
  );
}
