import { describe, expect, it } from "vitest";
import { truthAt } from "../../model/path";
import { SCENARIO_PATHS, scenarioPath } from "../../study/design/scenarios";
import { conditionalDensities } from "../figures/model/conditional-densities";
import { estimateHistogram, histogram } from "../figures/study/estimate-histogram";
import { phaseFigure, phasePoint } from "../figures/study/phase-figure";
import { estimateSymbol, symbolOf } from "../figures/style/figure";
import { logTicks, powerOfTen } from "../figures/style/log-axis";
import { exponentsTable } from "../tables/exponents-table";
import { tableHtml, tableMarkdown, tableText } from "../tables/html-table";

describe("parts of a report", () => {
  it("a histogram is a density over what it shows, and counts the rest", () => {
    const { densities, below, above } = histogram([-9, 0.1, 0.1, 0.9, 1, 7, 8], 0, 1, 2);
    expect([below, above]).toEqual([1, 2]);
    expect(densities).toEqual([2 / 7 / 0.5, 2 / 7 / 0.5]);
  });

  it("names estimates outside a panel in its heading", () => {
    const parameters = [{ name: "lambda", truth: 0.5, deviation: 0.01, values: [0.5, 0.51, 1] }];
    const { figure } = estimateHistogram([{ n: 1000, parameters }], "L/bias");
    expect(JSON.stringify(figure.layout)).toContain("λ, n = 10³, 1 outside");
  });

  it("conditional densities add up and integrate to one", () => {
    const { path } = scenarioPath("D/vanishing");
    const ys = Array.from({ length: 8001 }, (_, i) => -20 + i / 200);
    const { frozen, prompt, mixture } = conditionalDensities(path.model, truthAt(path, 1000), 0.3, ys);
    expect(mixture[4100]).toBeCloseTo(frozen[4100] + prompt[4100], 14);
    expect(mixture.reduce((sum, p) => sum + p / 200, 0)).toBeCloseTo(1, 4);
  });

  it("the exponents table is exact", () => {
    const { rows } = exponentsTable([scenarioPath("L/resonant").path], [1e15]);
    expect(rows.map((row) => row.slice(2, 5))).toEqual([
      ["λ", "1/4", "1/4"],
      ["a", "3/8", "1/2"],
      ["b", "3/16", "5/16"],
      ["ν", "3/8", "3/8"],
    ]);
    expect(Number(rows[0][5])).toBeCloseTo(1 / 4, 1);
  });

  it("tables escape markup", () => {
    const table = { head: ["a|b", "<c>"], rows: [["1", "x & y"]] };
    expect(tableHtml(table)).toMatch(/<td[^>]*>x &amp; y<\/td>/);
    expect(tableMarkdown(table).split("\n")[0]).toBe("| a\\|b | <c> |");
    expect(tableText(table)).toBe("a|b  <c>\n---  -----\n1    x & y");
  });

  it("symbols of parameters", () => {
    expect(symbolOf("a_2")).toBe("a<sub>2</sub>");
    expect(estimateSymbol("lambda").normalize("NFD")).toBe("λ\u0302");
  });

  it("ticks of logarithmic axes are powers of ten over decades, 1-2-5 steps below", () => {
    expect(logTicks(900, 1.1e6)).toEqual({ tickvals: [1e3, 1e4, 1e5, 1e6], ticktext: ["10³", "10⁴", "10⁵", "10⁶"] });
    expect(logTicks(0.004, 0.03).ticktext).toEqual(["0.005", "0.01", "0.02"]);
    expect(powerOfTen(-12)).toBe("10⁻¹²");
  });

  it("every named path lies in its estimable region of the phase diagram", () => {
    const points = SCENARIO_PATHS.map((path) => phasePoint(path));
    for (const { s, t, cost } of points) expect(s + cost * t).toBeLessThan(0.5);
    const { figure } = phaseFigure(points);
    const labels = figure.data.flatMap(({ text }) => text ?? []).join(" ");
    for (const { id } of points) expect(labels).toContain(id);
  });
});
