import { describe, expect, it } from "vitest";
import { type Colour, colourIn, PALETTE, QUIET } from "./palette";
import { DASHES, LINES, type LineKind, type MarkKind, mark, SOURCES, stroke } from "./series";
import { fileSvgStyle, pageSvgStyle, themeProperties } from "./svg-style";

/** Declarations by selector, of a style sheet with one rule a line. */
function parsed(css: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = [...css.matchAll(/^svg\.plot (\S+)\{(.*)\}$/gm)].map(([, selector, body]) => {
    const pairs = body.split(";").map((part) => [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)]);
    return [selector, Object.fromEntries(pairs) as Readonly<Record<string, string>>] as const;
  });
  expect(found.length).toBe(css.split("\n").length);
  return new Map(found);
}

const file = parsed(fileSvgStyle());
const page = parsed(pageSvgStyle());

describe("one style for notebook figures, the page's SVG and its files", () => {
  it.each(Object.keys(LINES) as LineKind[])("a line of %s has one colour, width and dash", (kind) => {
    const { color, width, dash } = stroke(kind);
    const drawn = file.get(`.${kind}`);
    expect(drawn?.stroke).toBe(color);
    expect(drawn?.["stroke-width"]).toBe(String(width));
    expect((drawn?.["stroke-dasharray"] ?? "").split(" ").filter(Boolean).map(Number)).toEqual(DASHES[dash ?? "solid"]);
  });

  it.each([
    ["measured", ".mean.cold"],
    ["bound", ".bound-dot"],
  ] as const)("a mark of %s has one colour and size", (kind: MarkKind, selector) => {
    expect(file.get(selector)?.stroke).toBe(mark(kind).color);
    expect(file.get(selector)?.["stroke-width"]).toBe(String(mark(kind).size));
  });

  it("errors of different sources differ in colour", () => {
    const colours = Object.keys(SOURCES).map((source) => file.get(`.mean.${source}`)?.stroke);
    expect(colours).not.toContain(undefined);
    expect(new Set(colours).size).toBe(colours.length);
  });

  it("the page's properties are the palette's, for both of its themes", () => {
    const properties = [...themeProperties().matchAll(/--(\w+): light-dark\((#\w{6}), (#\w{6})\);/g)];
    expect(properties.map(([, name]) => name).sort()).toEqual(Object.keys({ ...PALETTE, ...QUIET }).sort());
    for (const [, name, light, dark] of properties) {
      expect([light, dark]).toEqual([colourIn("light", name as Colour), colourIn("dark", name as Colour)]);
    }
  });

  it("a file looks like the page: the same rules, with the print colour of every property", () => {
    expect([...page.keys()]).toEqual([...file.keys()]);
    for (const [selector, declarations] of page) {
      const inFile = Object.entries(declarations).map(([property, value]) => [
        property,
        value.replace(/^var\(--(?!font)(\w+)\)$/, (_, name: string) => colourIn("print", name as Colour)),
      ]);
      const { font: _page, ...rest } = Object.fromEntries(inFile) as Record<string, string>;
      const { font: _file, ...expected } = file.get(selector) ?? {};
      expect(rest).toEqual(expected);
    }
  });

  it("what leaves the page needs nothing of the page", () => {
    expect(fileSvgStyle()).not.toContain("var(");
  });
});
