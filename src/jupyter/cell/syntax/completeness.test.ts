import { describe, expect, it } from "vitest";
import { completeness } from "./completeness";

describe("completeness", () => {
  it.each([
    ["const f = () => {", "incomplete"],
    ["`open", "incomplete"],
    ["`open ${1", "incomplete"],
    ["a.", "incomplete"],
    ["1 + 1", "complete"],
    ["await (x)", "complete"],
    ["<number>x", "complete"],
    ["{ using d = x }", "complete"],
    ["", "complete"],
    ["'open", "invalid"],
    ["1 1", "invalid"],
    [")", "invalid"],
  ])("of %s is %s", (code, status) => {
    expect(completeness(code).status).toBe(status);
  });

  it("suggests the indentation of the next line", () => {
    expect(completeness("  if (x) {")).toEqual({ status: "incomplete", indent: "    " });
  });
});
