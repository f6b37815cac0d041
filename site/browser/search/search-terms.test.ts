import MiniSearch from "minisearch";
import { describe, expect, it } from "vitest";
import { searchOptions } from "./search";
import { nameOf, termsOf } from "./search-terms";

const names = (text: string): readonly string[] => termsOf(text).map(nameOf);

describe("search terms", () => {
  it("finds a letter by its sign, its LaTeX command and its name", () => {
    expect(names("λ")).toEqual(["lambda"]);
    expect(names("\\lambda^*")).toContain("lambda");
    expect(names("Lambda")).toEqual(["lambda"]);
    expect(names("η₀")).toEqual(["eta", "0"]);
    expect(names("\\eta_0")).toEqual(["eta", "0"]);
  });

  it("finds symbols", () => {
    expect(names("∂f/∂ν = ½ ∂²f")).toEqual(expect.arrayContaining(["partial", "f", "nu"]));
    expect(names("\\sqrt{\\log n}")).toEqual(["sqrt", "log", "n"]);
    expect(names("√log n")).toEqual(["sqrt", "log", "n"]);
  });

  it("ranks what has the words, and takes short terms as they are", () => {
    const index = new MiniSearch<{ id: number; text: string; heading: string; page: string }>(searchOptions);
    index.addAll([
      { id: 1, heading: "", page: "", text: "the share \\lambda vanishes" },
      { id: 2, heading: "", page: "", text: "a lamb and a number" },
      { id: 3, heading: "", page: "", text: "the variance \\nu merges" },
    ]);
    expect(index.search("λ").map(({ id }) => id)).toEqual([1]);
    expect(index.search("ν").map(({ id }) => id)).toEqual([3]);
    expect(index.search("varia").map(({ id }) => id)).toEqual([3]);
  });
});
