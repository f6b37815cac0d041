import { describe, expect, it } from "vitest";
import type { Cell, Notebook } from "../../jupyter/runner/notebook-file";
import { exerciseSheet } from "./exercise-sheet";

const cell = (type: Cell["type"], source: string): Cell => ({
  ...{ type, id: source.slice(0, 6), metadata: {}, source, outputs: [], executionCount: null, rest: {} },
});
const ask = (title: string, answer: string): Cell =>
  cell("code", `exercise("${title}", [{ question: "q", given: null, answer: ${answer}, hint: "h" }]);`);
const notebook: Notebook = {
  metadata: {},
  cells: [
    cell("markdown", "# A lesson"),
    cell("markdown", "Predict the count."),
    cell("code", "const races = run();"),
    ask("Prediction", "races[0].count"),
    ask("Second", "3"),
    cell("markdown", "## 4. The end\n\nA last remark.\n\n## Exercises\n\n1. Half of one?"),
    ask("Half", "1 / 2"),
    cell("markdown", "<details><summary>Solutions</summary>\n\nOne half.\n</details>\n\n## Takeaway\n\n- Done."),
  ],
};

describe("an exercise sheet", () => {
  const [blank, solved] = [false, true].map((solutions) => exerciseSheet([notebook], solutions));

  it("asks with the text that a question belongs to, once, also across code", () => {
    expect(blank?.match(/Predict the count/g)).toHaveLength(1);
    expect(blank).toMatch(/Predict the count[\s\S]*<th>Prediction<\/th>[\s\S]*<th>Second<\/th>/);
  });

  it("begins at the exercises and ends before the takeaway", () => {
    expect(blank).toMatch(/<h2>Exercises<\/h2>[\s\S]*Half of one/);
    expect(blank).not.toMatch(/The end|A last remark|Takeaway|Done\./);
  });

  it("tells answers with the solutions only, and which of them have to be computed", () => {
    expect(blank).not.toMatch(/1 \/ 2|One half|races/);
    expect(solved).toMatch(
      /the notebook computes <code>races\[0\]\.count<\/code>[\s\S]*<td class="blank"><code>1 \/ 2<\/code>/,
    );
    expect(solved).toContain("One half.");
  });
});
