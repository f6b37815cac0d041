import { type Cell, type Notebook, unusedId } from "../../jupyter/runner/notebook-file";
import { WRITTEN_EXERCISES } from "./all";
import { pointsOf, rubricTable, type WrittenExercises } from "./written-exercise";

/** Marks a cell whose answer is text: graded by hand, worth so many points. */
export interface ByHand {
  readonly exercise: string;
  readonly title: string;
  readonly points: number;
}

/** What stands in a written answer's place until somebody answers. */
export const PLACEHOLDER = "*Your answer, in place of this line.*";

function cell(type: Cell["type"], id: string, source: string, metadata: Cell["metadata"] = {}): Cell {
  return { type, id, metadata, source, outputs: [], executionCount: null, rest: {} };
}

function byHand(hand: ByHand): Cell["metadata"] {
  return { course: { byHand: hand } };
}

function claimsCall({ claims }: WrittenExercises): string {
  const question = `question: "the wrong claim (A, B, C or D)", given: null, answer: ${JSON.stringify(claims.wrong)}`;
  return `exercise("Find the wrong claim", [\n  { ${question},\n    hint: "Read the four once more." },\n]);`;
}

function cellsOf(written: WrittenExercises): readonly Cell[] {
  const { proof, claims } = written;
  const worth = pointsOf(proof.rubric);
  const claimList = claims.all.map(({ letter, text }) => `- **${letter}.** ${text}`).join("\n");
  return [
    cell("markdown", "proof", `## Proof (${worth} points)\n\n${proof.task}`),
    cell("markdown", "proof-answer", PLACEHOLDER, byHand({ exercise: "proof", title: "Proof", points: worth })),
    cell(
      "markdown",
      "proof-solution",
      `<details><summary>Solution: proof</summary>\n\n${proof.solution}\n\n${rubricTable(proof.rubric)}\n</details>`,
    ),
    cell(
      "markdown",
      "claims",
      `## Find the wrong claim\n\nThree of these claims are right, one is wrong. Which one, and why?\n\n${claimList}`,
    ),
    cell("code", "claims-answer", claimsCall(written)),
    cell(
      "markdown",
      "claims-reason",
      PLACEHOLDER,
      byHand({ exercise: "claims-reason", title: "Why it is wrong", points: pointsOf(claims.rubric) }),
    ),
    cell(
      "markdown",
      "claims-solution",
      `<details><summary>Solution: the wrong claim</summary>\n\n${claims.wrong}. ${claims.why}\n\n${rubricTable(claims.rubric)}\n</details>`,
    ),
  ];
}

const TAKEAWAY = /^## Takeaway/m;

/** A takeaway that follows solutions in one cell gets a cell of its own. */
function takeawayApart(given: Cell, used: Set<string>): readonly Cell[] {
  const at = given.type === "markdown" ? given.source.search(TAKEAWAY) : -1;
  if (at <= 0) return [given];
  const id = unusedId("takeaway", used);
  return [
    { ...given, source: given.source.slice(0, at).trimEnd() },
    { ...given, id, source: given.source.slice(at) },
  ];
}

/** The notebook with its written exercises, where it has some, before its takeaway. */
export function withWrittenExercises(notebook: Notebook, name: string): Notebook {
  const written = WRITTEN_EXERCISES.find((each) => each.notebook === name);
  if (written === undefined) return notebook;
  const used = new Set(notebook.cells.map(({ id }) => id));
  const cells = notebook.cells.flatMap((each) => takeawayApart(each, used));
  const found = cells.findIndex(({ type, source }) => type === "markdown" && TAKEAWAY.test(source));
  const at = found < 0 ? cells.length : found;
  const added = cellsOf(written).map((each) => ({ ...each, id: unusedId(each.id, used) }));
  return { ...notebook, cells: [...cells.slice(0, at), ...added, ...cells.slice(at)] };
}

/** How a cell is graded by hand, if it is. */
export function byHandOf({ metadata }: Cell): ByHand | undefined {
  return (metadata.course as { readonly byHand?: ByHand } | undefined)?.byHand;
}
