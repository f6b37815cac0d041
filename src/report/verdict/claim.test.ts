import { describe, expect, it } from "vitest";
import { scenarioPath } from "../../study/design/scenarios";
import { summarize } from "../../study/measures/summary";
import { openPublished, publishedStudy } from "../../study/records/published-study";
import { showExponent } from "../../theory/rates/exponents";
import { predictedExponents } from "../prediction/prediction";
import { answersTable } from "./answers-table";
import { promising } from "./claim";
import { replicationsToCatch } from "./detectable";
import { verdict } from "./verdict";
import { verdictRows } from "./verdict-table";

const { path } = scenarioPath("S/slope");

describe("a promise that is false on purpose", async () => {
  const summary = await summarize(publishedStudy("S/slope") ?? openPublished(""));

  it("is the path's, raised by an exact fraction", () => {
    const raised = promising(path, "1/20");
    expect(raised.map(({ guaranteed }) => showExponent(guaranteed))).toStrictEqual(["3/10", "17/40", "17/40", "17/40"]);
    expect(promising(path, 0).map(({ sharp }) => showExponent(sharp))).toStrictEqual(
      predictedExponents(path).parameters.map(({ sharp }) => showExponent(sharp)),
    );
    // Outside the estimable region nothing is promised, and nothing can be raised.
    const lost = { ...path, eta: [{ ...path.eta[0], exponent: path.eta[0].exponent.mul(3) }, path.eta[1]] };
    expect(promising(lost, "1/20").every(({ guaranteed }) => !guaranteed.known)).toBe(true);
  });

  it("is caught on published records where it is large, and never believed where it is small", () => {
    const right = verdictRows(path, summary);
    expect(right.map(({ consistent, sharpness }) => [consistent, sharpness])).toStrictEqual(
      right.map(() => ["yes", "yes"]),
    );
    const [lambda, a] = verdictRows(path, summary, promising(path, "1/20"));
    expect([lambda.consistent, lambda.tight, lambda.sharpness]).toStrictEqual(["no", "no", "no"]);
    expect([a.consistent, a.tight, a.sharpness]).toStrictEqual(["no", "no", "no"]);
    for (const lie of ["1/100", "1/50", "1/10", "1/5"]) {
      const [first] = verdictRows(path, summary, promising(path, lie));
      expect(first.consistent).not.toBe("yes");
      expect(first.sharpness).toBe("no");
    }
  });

  it("would take so many replications as the inverse square of the lie", () => {
    const [{ detectable }] = verdict(path, summary);
    if (detectable === null) throw new Error("no slope");
    expect(replicationsToCatch(detectable, 200, detectable.promise / 2)).toBe(800);
  });

  it("is read as four questions with an answer and a sentence each", () => {
    const [row] = verdictRows(path, summary, promising(path, "1/20"));
    const { rows, caption } = answersTable({ ...row, cautions: ["Something."] });
    expect(caption).toBe("S/slope, lambda");
    expect(rows.map(([, answer]) => answer)).toStrictEqual(["no", "no", row.agreement, "no", ""]);
    expect(rows[3][2]).toBe("the curve's local exponent ends at 0.2500, which is smaller than the stated 3/10.");
    expect(rows[4]).toStrictEqual(["Mind", "", "Something."]);
  });
});
