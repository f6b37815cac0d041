import { describe, expect, it } from "vitest";
import { scenarioPath } from "../../study/design/scenarios";
import { gradeExponents, gradeNumber, gradeWord } from "./exercise";
import { checkFormulas } from "./formula-check";

const question = { question: "q", answer: 0.25, hint: "think" };

describe("exercises", () => {
  it("a number is right, almost or not yet; fractions are read as text", () => {
    expect(gradeNumber({ ...question, given: "1/4" }).mark).toBe("right");
    expect(gradeNumber({ ...question, given: 0.26 }).mark).toBe("almost");
    expect(gradeNumber({ ...question, given: 0.5 })).toMatchObject({ mark: "not yet", comment: "think" });
    expect(gradeNumber({ ...question, given: "a lot" }).comment).toMatch(/no number/);
    expect(gradeNumber({ ...question, given: null }).mark).toBe("open");
    expect(gradeNumber({ ...question, answer: 0, given: 0 }).mark).toBe("right");
  });

  it("a word is compared without case; near misses get their own comment", () => {
    const word = { question: "q", answer: "yes", almost: { maybe: "decide" }, hint: "think" };
    expect(gradeWord({ ...word, given: " YES" }).mark).toBe("right");
    expect(gradeWord({ ...word, given: "maybe" })).toMatchObject({ mark: "almost", comment: "decide" });
    expect(gradeWord({ ...word, given: "no" }).mark).toBe("not yet");
  });

  it("exponents: the sharp one is right, the guaranteed one almost, decimals near it almost", () => {
    const { path } = scenarioPath("L/bias");
    const marks = (given: Record<string, string | number>): readonly string[] =>
      gradeExponents(path, given).map(({ mark }) => mark);
    expect(marks({ lambda: "1/4", a: "1/2", b: "1/3", nu: "5/12" })).toEqual(["right", "right", "right", "right"]);
    expect(marks({ lambda: "1/6", b: 0.33, nu: "-5/12" })).toEqual(["almost", "open", "almost", "almost"]);
    expect(gradeExponents(path, { lambda: 0.4 })[0].comment).toBe("Slower than that.");
    expect(() => gradeExponents(path, { mu: 1 })).toThrow(/no parameter of L\/bias; it has lambda, a, b, nu/);
  });
});

describe("formula checks", () => {
  it("stop the notebook when a side is wrong or no number", () => {
    checkFormulas("fine", [{ formula: "1 = 1", left: 1, right: 1 }]);
    expect(() => checkFormulas("t", [{ formula: "x = y", left: 1, right: 1.001 }])).toThrow(/x = y/);
    expect(() => checkFormulas("t", [{ formula: "NaN", left: Number.NaN, right: 1 }])).toThrow(/NaN/);
    expect(() => checkFormulas("t", [])).toThrow(/at least one formula/);
  });
});
