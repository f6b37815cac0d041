import { escapeHtml } from "#dist/report/display/escape-html";
import { forReaders, letterOf } from "#dist/report/display/for-readers";
import type { VerdictRow } from "#dist/report/verdict/verdict-table";
import { NAMED_PATHS } from "#dist/study/design/named-paths";

/** The four questions, in the order in which a cell answers them. */
const QUESTIONS = [
  ["consistent", "Is the guarantee kept?"],
  ["tight", "Is it attained along this path?"],
  ["agreement", "Is the error on the information curve?"],
  ["sharpness", "Is the stated sharp exponent the curve's?"],
] as const;

const GLYPHS: Readonly<Record<string, string>> = { yes: "✓", partly: "◐", no: "✕", "cannot tell": "?" };
const COLUMNS = ["share or gate", "slopes", "bias", "ν"] as const;

function columnOf(parameter: string): (typeof COLUMNS)[number] {
  if (/^(lambda|tau|beta(_\d+)?)$/.test(parameter)) return "share or gate";
  return parameter === "nu" ? "ν" : parameter === "b" ? "bias" : "slopes";
}

function answersOf(row: VerdictRow): readonly string[] {
  return QUESTIONS.map(([question]) => row[question]);
}

/** "τ, β₁ to β₈": parameters that share their answers. */
function named(rows: readonly VerdictRow[]): string {
  const stems = [...new Set(rows.map(({ parameter }) => parameter.split("_")[0]))];
  return stems
    .map((stem) => {
      const letters = rows
        .map(({ parameter }) => parameter)
        .filter((name) => name.split("_")[0] === stem)
        .map(letterOf);
      return letters.length > 2 ? `${letters[0]} to ${letters[letters.length - 1]}` : letters.join(", ");
    })
    .join(", ");
}

function entry(rows: readonly VerdictRow[], title: string, address: string): string {
  const [first] = rows;
  const answers = answersOf(first);
  const said = QUESTIONS.map(([, question], k) => `${question} ${answers[k]}.`).join(" ");
  const minded = first.cautions.length > 0 ? " To be read with care." : "";
  const marks = answers.map(
    (answer, k) =>
      `<span class="answer ${answer.replace(" ", "-")}" data-question="${QUESTIONS[k][0]}" data-answer="${answer}" aria-hidden="true">${GLYPHS[answer]}</span>`,
  );
  const label = forReaders(`${named(rows)}, ${title}. ${said}${minded}`);
  return `<a class="verdict" href="${escapeHtml(address)}" title="${escapeHtml(label)}" aria-label="${escapeHtml(label)}"><span class="name">${named(rows)}${first.cautions.length > 0 ? "†" : ""}</span>${marks.join("")}</a>`;
}

/** Rows with the same answers in one entry. */
function entries(rows: readonly VerdictRow[], title: string, address: string): string {
  const groups = new Map<string, VerdictRow[]>();
  for (const row of rows) {
    const key = [...answersOf(row), row.cautions.length > 0].join();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => entry(group, title, address)).join("");
}

/** Which question and which answers are shown; without scripts all are. */
function filters(): string {
  const questions = QUESTIONS.map(([name, text]) => `<option value="${name}">${text}</option>`).join("");
  const answers = Object.entries(GLYPHS).map(
    ([answer, glyph]) =>
      `<label class="check"><input type="checkbox" name="answer" value="${answer}" checked> <span class="answer ${answer.replace(" ", "-")}" aria-hidden="true">${glyph}</span> ${answer}</label>`,
  );
  return `<form id="verdict-filter" class="filter" hidden><label for="verdict-question">Question</label> <select id="verdict-question"><option value="">all four, in this order</option>${questions}</select>
<fieldset><legend class="unseen">Answers</legend>${answers.join(" ")}</fieldset><p id="verdict-count" role="status"></p></form>`;
}

/**
 * All verdicts as a map, path by parameter: every entry answers the four questions and leads to its figure.
 * @param addressOf where the figure of a path is
 */
export function verdictMap(rows: readonly VerdictRow[], addressOf: (path: string) => string): string {
  const heads = ["path", ...COLUMNS].map((text) => `<th scope="col">${text}</th>`).join("");
  const body = NAMED_PATHS.flatMap(({ id, title, scenario }) => {
    const mine = rows.filter(({ path }) => path === id);
    if (mine.length === 0) return [];
    const cells = COLUMNS.map(
      (column) =>
        `<td>${entries(
          mine.filter(({ parameter }) => columnOf(parameter) === column),
          title,
          addressOf(id),
        )}</td>`,
    );
    const name = `<strong>${scenario}</strong> ${escapeHtml(forReaders(title))}`;
    return [`<tr><th scope="row">${name}</th>${cells.join("")}</tr>`];
  });
  return `${filters()}<div class="scroll" role="region" aria-label="All verdicts, path by parameter" tabindex="0"><table class="verdict-map"><caption>All verdicts, path by parameter; each leads to its figure († to be read with care)</caption><thead><tr>${heads}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}
