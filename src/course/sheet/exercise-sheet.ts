import katex from "@vscode/markdown-it-katex";
import MarkdownIt from "markdown-it";
import type ts from "typescript";
import type { Cell, Notebook } from "../../jupyter/runner/notebook-file";
import { escapeHtml } from "../../report/display/escape-html";
import { constantValue } from "../cells/constant-value";
import { type ExerciseCall, exerciseCalls } from "../cells/exercise-call";
import { mapSolutions, withoutSolutions } from "../release/solutions";
import { byHandOf } from "../written/written-cells";

const STYLE = `@page { size: A4; margin: 18mm; }
body { font: 11pt/1.45 "Latin Modern Roman", "STIX Two Text", Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4em; } h2 { font-size: 1.15em; } section + section { break-before: page; }
table { border-collapse: collapse; width: 100%; break-inside: avoid; margin: .6em 0 1.2em; }
th, td { text-align: left; padding: .35em .6em; border-bottom: .5pt solid #888; }
.blank { width: 30%; } .lines { border-bottom: .5pt solid #aaa; height: 1.9em; }
.solution { border-left: 2.5pt solid #444; padding-left: .8em; margin: .8em 0; } math[display=block] { margin: .5em 0; }
pre { white-space: pre-wrap; font-size: .85em; } @media print { body { margin: 0; max-width: none; padding: 0; } }`;

type Markdown = InstanceType<typeof MarkdownIt>;

function renderer(): Markdown {
  const markdown = new MarkdownIt({ html: true });
  const plugin = (katex as unknown as { default?: typeof katex }).default ?? katex;
  return markdown.use(plugin, { throwOnError: true, strict: "ignore", output: "mathml" });
}

/** The key's answer; one that has to be run is told by the expression that the notebook computes. */
function answerHtml(key: ts.Expression, { file }: ExerciseCall): string {
  const text = `<code>${escapeHtml(key.getText(file).replace(/^"(.*)"$/, "$1"))}</code>`;
  return constantValue(key) === undefined ? `the notebook computes ${text}` : text;
}

/** A call's questions with room for answers, or with the answers as the key has them. */
function questionTable(call: ExerciseCall, solutions: boolean): string {
  const rows = call.questions.map(({ name, properties }) => {
    const key = properties.get("answer");
    const what = call.kind === "exponents" ? `exponent of ${name}` : name;
    const answer = solutions && key !== undefined ? answerHtml(key, call) : "";
    return `<tr><td>${escapeHtml(what)}</td><td class="blank">${answer}</td></tr>`;
  });
  const title = call.kind === "exponents" ? `Your prediction: ${call.title}` : call.title;
  return `<table><tr><th>${escapeHtml(title)}</th><th>answer</th></tr>\n${rows.join("\n")}\n</table>`;
}

/** The text that a question's cell belongs to: the last one before it, where no other question stands between. */
function promptBefore(cells: readonly Cell[], at: number): string {
  for (const cell of cells.slice(0, at).reverse()) {
    if (cell.type === "markdown") return withoutSolutions(cell.source);
    if (exerciseCalls(cell.source).length > 0) return "";
  }
  return "";
}

function cellHtml(cell: Cell, markdown: Markdown, solutions: boolean): string {
  if (cell.type === "code") {
    return exerciseCalls(cell.source)
      .map((call) => questionTable(call, solutions))
      .join("\n");
  }
  const hand = byHandOf(cell);
  if (hand !== undefined) return solutions ? "" : '<div class="lines"></div>'.repeat(3 * hand.points);
  const boxed = (text: string): string => `\n<div class="solution">\n\n${text}\n\n</div>\n\n`;
  const [text = ""] = cell.source.split(/^## Takeaway/m);
  return markdown.render(solutions ? mapSolutions(text, boxed) : withoutSolutions(text));
}

const EXERCISES = /^## Exercises/m;

function section(notebook: Notebook, solutions: boolean): string {
  const markdown = renderer();
  const { cells } = notebook;
  const heading = /^# .*/m.exec(cells.find(({ type }) => type === "markdown")?.source ?? "")?.[0] ?? "# Exercises";
  const marked = cells.findIndex(({ type, source }) => type === "markdown" && EXERCISES.test(source));
  const first = marked < 0 ? cells.length : marked;
  const early = cells.slice(0, first).flatMap((cell, at) => {
    if (cell.type !== "code" || exerciseCalls(cell.source).length === 0) return [];
    return [markdown.render(promptBefore(cells, at)), cellHtml(cell, markdown, solutions)];
  });
  const takeaway = cells.findIndex(({ source }, at) => at > first && /^## Takeaway/m.test(source));
  const late = cells
    .slice(first, takeaway < 0 ? cells.length : takeaway + 1)
    .map((cell, at) => (at === 0 ? { ...cell, source: cell.source.slice(cell.source.search(EXERCISES)) } : cell));
  const body = [...early, ...late.map((cell) => cellHtml(cell, markdown, solutions))];
  return `<section>\n${markdown.render(heading)}\n${body.join("\n")}\n</section>`;
}

/**
 * The exercises of instructors' notebooks as a page to print. With solutions, answers are shown as the key has them;
 * those that are computed are shown as the expression that computes them.
 */
export function exerciseSheet(notebooks: readonly Notebook[], solutions: boolean): string {
  const title = solutions ? "Exercises with solutions" : "Exercises";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style></head><body>
${notebooks.map((each) => section(each, solutions)).join("\n")}
</body></html>
`;
}
