import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../runner/kernel-spec";
import { checkCells, formatComplaint } from "./check-cells";
import { notebooksIn } from "./check-notebooks";

const fixture = (name: string): string => join(__dirname, "../fixtures", `${name}.ipynb`);

describe("the strict check of cells", () => {
  it("finds what the kernel lets pass, and says notebook, cell and line", () => {
    const complaints = checkCells([fixture("careless")], PROJECT_ROOT).map(formatComplaint);
    expect(complaints).toEqual([
      "src/jupyter/fixtures/careless.ipynb, cell 2 (c3), line 3: TS18048: 'found' is possibly 'undefined'.",
      "src/jupyter/fixtures/careless.ipynb, cell 3 (c4), line 2: TS7006: Parameter 'x' implicitly has an 'any' type.",
    ]);
  });

  it("has nothing against a careful notebook", () => {
    expect(checkCells([fixture("small"), fixture("six-cells")], PROJECT_ROOT)).toEqual([]);
  });

  it("has nothing against the project's notebooks", () => {
    const complaints = checkCells(notebooksIn(join(PROJECT_ROOT, "notebooks")), PROJECT_ROOT);
    expect(complaints.map(formatComplaint)).toEqual([]);
  });
});
