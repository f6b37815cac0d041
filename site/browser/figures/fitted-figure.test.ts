import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { COLOURS, SURROUNDINGS } from "../../../src/report/figures/style/palette";
import { figureColours } from "../../pages/figure-colours";
import { fitted, recoloured, type StoredFigure } from "./fitted-figure";

const NOTEBOOKS = resolve(__dirname, "../../../notebooks");
const MIME = "application/vnd.plotly.v1+json";

interface Cell {
  readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
}

/** Every figure of every published notebook. */
const figures = readdirSync(NOTEBOOKS)
  .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
  .flatMap((name) => {
    const { cells } = JSON.parse(readFileSync(join(NOTEBOOKS, name), "utf8")) as { cells: readonly Cell[] };
    const all = cells.flatMap(({ outputs = [] }) => outputs.flatMap(({ data }) => (data?.[MIME] ? [data[MIME]] : [])));
    return all.map((figure, k) => [`${name} ${k + 1}`, figure as StoredFigure] as const);
  });

type Domain = readonly [number, number];

function domains({ layout }: StoredFigure): readonly { readonly x: Domain; readonly y: Domain }[] {
  const axis = (name: string): Domain => (layout[name] as { readonly domain?: Domain }).domain ?? [0, 1];
  return Object.keys(layout)
    .filter((key) => /^xaxis\d*$/.test(key))
    .map((name) => ({ x: axis(name), y: axis(name.replace("x", "y")) }));
}

describe("figures that follow the page", () => {
  it("are all there", () => {
    expect(figures.length).toBeGreaterThan(80);
  });

  it.each(figures)("%s fits a phone: panels below each other, none overlaps another", (_, figure) => {
    const { layout, data } = fitted(figure, 358);
    expect(layout.width).toBe(358);
    expect(data).toEqual(figure.data);
    const panels = [...domains({ layout, data })].sort((one, other) => other.y[0] - one.y[0]);
    panels.forEach(({ x, y }, k) => {
      expect(x).toEqual([0, 1]);
      expect(y[0]).toBeGreaterThanOrEqual(0);
      expect(y[1]).toBeLessThanOrEqual(1 + 1e-12);
      if (k > 0) expect(y[1]).toBeLessThan(panels[k - 1].y[0]);
      // As high as on the wide page.
      const margin = layout.margin as { readonly t: number; readonly b: number };
      const height = (y[1] - y[0]) * (Number(layout.height) - margin.t - margin.b);
      expect(height).toBeGreaterThan(150);
    });
  });

  it.each(figures)("%s is as it was on a page that is wide enough", (_, figure) => {
    expect(fitted(figure, 2000).layout).toEqual({ ...figure.layout, autosize: false });
  });

  it.each(figures)("%s has the page's colours in the dark, and no colour of white paper", (_, figure) => {
    const dark = JSON.stringify(recoloured(figure, figureColours().dark)).toUpperCase();
    for (const { print, dark: mine } of [...Object.values(COLOURS), ...Object.values(SURROUNDINGS)]) {
      if (print !== mine) expect(dark).not.toContain(print.toUpperCase());
    }
  });
});
