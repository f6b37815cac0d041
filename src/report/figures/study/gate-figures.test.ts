import { describe, expect, it } from "vitest";
import { powerLaw } from "../../../model/path";
import { normalCdf } from "../../../numerics/error-function";
import { softmaxPath } from "../../../study/design/softmax-paths";
import { ordinaryLine } from "../../../study/measures/group-errors";
import { pathExponents } from "../../../theory/rates/exponents";
import { gatePhaseFigure } from "./gate-phase-figure";
import { methodSlopesFigure } from "./slopes/method-slopes-figure";
import { reportedSlopesFigure } from "./slopes/reported-slopes-figure";

/** Is the point inside the polygon? By the number of sides that a ray to the right crosses. */
function inside(x: number, y: number, px: readonly number[], py: readonly number[]): boolean {
  const crosses = px.filter((_, i) => {
    const k = (i + 1) % px.length;
    return py[i] > y !== py[k] > y && x < px[i] + ((y - py[i]) / (py[k] - py[i])) * (px[k] - px[i]);
  });
  return crosses.length % 2 === 1;
}

describe("the phase diagram of a gate that flattens", () => {
  const { figure } = gatePhaseFigure([]);
  const areas = figure.data.filter(({ fill }) => fill === "toself");
  const labels = figure.data.find(({ mode }) => mode === "text");

  // The exponents that are written in a region are those of a path in it, derived from its scores.
  it.each([
    ["tilted", "1/6", "1/40", "τ: ½ − t − 2u<br>β: ½ − t − u<br>a: ½ − 2u"],
    ["between", "1/6", "1/8", "τ: ½ − 2t<br>β: ½ − 2t + u<br>a: ½ − t"],
    ["flat", "1/10", "1/4", "τ: ½ − 2t<br>β: ½ − t<br>a: ½ − t"],
  ] as const)("%s", (name, t, u, text) => {
    const k = areas.findIndex((area) => area.name?.startsWith(name));
    const numbers = (values: (typeof areas)[number]["x"]) => values.map(Number);
    const [tv, uv] = [t, u].map((each) => Number(each.split("/")[0]) / Number(each.split("/")[1]));
    areas.forEach((area, other) => {
      expect(inside(tv, uv, numbers(area.x), numbers(area.y))).toBe(other === k);
    });
    const place = labels?.text?.indexOf(text) ?? -1;
    expect(place).toBe(k);
    expect(inside(Number(labels?.x[k]), Number(labels?.y[k]), numbers(areas[k].x), numbers(areas[k].y))).toBe(true);
    const path = { ...softmaxPath("S/gate-flat").path, eta: [powerLaw(1, 2, t)], beta: [powerLaw(0, 2, u)] };
    const { sharp } = pathExponents(path);
    const written = text.split("<br>").map((line) => {
      const formula = line.slice(3).replace(/½/, "0.5").replace(/−/g, "-");
      const terms = formula.split(/(?=[-+])/).map((term) => term.replace(/ /g, ""));
      return terms.reduce((sum, term) => {
        const factor = Number.parseFloat(term.replace(/^([+-]?)([tu])/, "$11$2"));
        return sum + factor * (term.endsWith("t") ? tv : term.endsWith("u") ? uv : 1);
      }, 0);
    });
    [sharp.tau, ...sharp.beta, ...sharp.eta].forEach((exponent, j) => {
      expect(exponent.known && exponent.value.valueOf()).toBeCloseTo(written[j], 12);
    });
  });
});

describe("reported slopes", () => {
  const cells = [1000, 4000, 16_000].map((n, k) => ({ n, mean: 3 * n ** -0.5 * (1 + 0.1 * (k % 2)), mcse: 0.01 }));
  const curve = cells.map(({ n }) => n ** -0.45);
  const { figure, id } = reportedSlopesFigure("S/x.i", [{ name: "τ", cells, curve, reported: 0.25 }], "title");
  const lines = figure.data.filter(({ mode }) => mode === "lines");

  it("are drawn with their slopes, through the middle of the points", () => {
    const slopes = lines.map(({ x, y }) => ordinaryLine(x.map((n, i) => ({ n: Number(n), error: Number(y[i]) }))));
    expect(slopes.map(({ exponent }) => Number(exponent.toFixed(6)))).toEqual([0.45, 0.25]);
    const middle = (values: readonly (number | null)[]) =>
      values.reduce<number>((sum, value) => sum + Math.log(value ?? Number.NaN), 0) / values.length;
    for (const { y } of lines) expect(middle(y)).toBeCloseTo(middle(cells.map(({ mean }) => mean)), 10);
    expect(id).toBe("risk-S-x-i");
  });
});

describe("slopes of methods", () => {
  const slopes = [
    { exponent: 0.44, standardError: 0.02 },
    { exponent: 0.3, standardError: 0.01 },
  ];
  const { figure, alt } = methodSlopesFigure(
    "S/x.i",
    ["cold", "short"],
    [{ name: "τ", slopes, reported: 0.23, curve: 0.43 }],
    "title",
  );

  it("stand below each other in the order of their names, with intervals that hold 95 % of a normal distribution", () => {
    const [curve, reported, points] = figure.data;
    expect([curve.x[0], reported.x[0]]).toEqual([0.43, 0.23]);
    expect(points.x).toEqual([0.44, 0.3]);
    expect(Number(points.y[0])).toBeGreaterThan(Number(points.y[1]));
    const [half] = points.error_x?.array ?? [];
    expect(normalCdf(Number(half) / 0.02) - normalCdf(-Number(half) / 0.02)).toBeCloseTo(0.95, 3);
    expect(alt).toContain("τ reported 0.23, fitted 0.44 (cold), 0.30 (short)");
  });
});
