import { describe, expect, it } from "vitest";
import { History } from "./history";

describe("history", () => {
  const history = new History();
  for (const [at, input] of ["a = 1", "b = 2", "a = 1"].entries()) history.add(at + 1, input, null);

  it("answers tail, range and search", () => {
    expect(history.answer({ hist_access_type: "tail", n: 1 })).toEqual([[1, 3, "a = 1"]]);
    expect(history.answer({ hist_access_type: "range", session: 0, start: 2, stop: 3, output: true })).toEqual([
      [1, 2, ["b = 2", null]],
    ]);
    expect(history.answer({ hist_access_type: "search", pattern: "a*", unique: true })).toEqual([[1, 3, "a = 1"]]);
    expect(history.answer({ hist_access_type: "range", session: 7 })).toEqual([]);
  });
});
