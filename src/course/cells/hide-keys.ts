import { type ExerciseCall, exerciseCalls } from "./exercise-call";

const IMPORT = 'import { handIn } from "contaminated-moe/notebook";\n';

function handInCall(call: ExerciseCall): string {
  const lines = call.questions.map(
    ({ name, given }) => `  { question: ${JSON.stringify(name)}, given: ${given?.getText(call.file) ?? "null"} },\n`,
  );
  return `handIn(${JSON.stringify(call.title)}, [\n${lines.join("")}])`;
}

/**
 * A cell whose exercises show no key: `exercise` with its answers, tolerances and hints becomes `handIn` with the same
 * questions. Exponents stay as they are: their key is computed, it is not in the cell.
 */
export function hideKeys(source: string): string {
  const calls = exerciseCalls(source).filter(
    ({ kind, node, file }) => kind === "questions" && node.expression.getText(file) === "exercise",
  );
  if (calls.length === 0) return source;
  const hidden = [...calls]
    .reverse()
    .reduce(
      (text, call) => text.slice(0, call.node.getStart(call.file)) + handInCall(call) + text.slice(call.node.end),
      source,
    );
  return IMPORT + hidden;
}
