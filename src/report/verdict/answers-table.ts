import type { TextTable } from "../tables/text-table";
import type { VerdictRow } from "./verdict-table";

const QUESTIONS = [
  "Is the guarantee kept?",
  "Is it attained along this path?",
  "Does the error follow the information curve?",
  "Is the stated sharp exponent the curve's?",
] as const;

/** One parameter's verdict for reading: four questions, their answers and a sentence each, and what has to be minded. */
export function answersTable(row: VerdictRow, caption = `${row.path}, ${row.parameter}`): TextTable {
  const answers = [row.consistent, row.tight, row.agreement, row.sharpness];
  const lines = QUESTIONS.map((question, k) => [question, answers[k], row.reasons[k].replace(/^[^:]*: /, "")]);
  return {
    caption,
    head: ["question", "answer", "why"],
    rows: [...lines, ...row.cautions.map((caution) => ["Mind", "", caution])],
  };
}
