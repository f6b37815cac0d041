import { escapeHtml } from "../../report/display/escape-html";
import type { NotebookGrade } from "./grade-submission";
import { totalOf } from "./gradebook";
import type { ExerciseGrade } from "./mark-exercise";

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #bbb; vertical-align: top; }
.reason { color: #8a1c00; overflow-wrap: anywhere; } pre { white-space: pre-wrap; background: #f4f4f4; padding: .6rem; }
h3 { margin-bottom: .2rem; } @media print { h3, tr { break-after: avoid; break-inside: avoid; } }`;

const LONGEST = 4000;
const shown = (text: string): string => escapeHtml(text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text);

function reasonList(reasons: readonly string[]): string {
  return reasons.map((each) => `<p class="reason">${shown(each)}</p>`).join("\n");
}

function exerciseSection(grade: ExerciseGrade): string {
  const { title, points, of, reasons, feedback, text } = grade;
  const rows = feedback.map(
    (each) =>
      `<tr><td>${shown(each.question)}</td><td>${shown(each.given)}</td><td>${each.mark}</td><td>${shown(each.comment)}</td></tr>`,
  );
  const table = `<table><tr><th>question</th><th>answer</th><th>mark</th><th>comment</th></tr>${rows.join("\n")}</table>`;
  const written = text === undefined ? "" : `<pre>${shown(text)}</pre>`;
  const head = `<h3>${shown(title)}: ${points ?? "…"} of ${of}</h3>`;
  return [head, reasonList(reasons), rows.length === 0 ? "" : table, written].join("\n");
}

function notebookSection({ notebook, exercises, remarks }: NotebookGrade): string {
  return [`<h2>${shown(notebook)}</h2>`, reasonList(remarks), ...exercises.map(exerciseSection)].join("\n");
}

/** A student's grades as a page of its own. */
export function studentPage(student: string, grades: readonly NotebookGrade[]): string {
  const { points, of, open } = totalOf(grades);
  const rest = open === 0 ? "" : `; ${open} more are to be marked by hand`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${shown(student)}</title><style>${STYLE}</style></head><body>
<h1>${shown(student)}</h1>
<p><strong>${points} of ${of} points</strong>${rest}.</p>
${grades.map(notebookSection).join("\n")}
</body></html>
`;
}
