import { expect, it } from "vitest";
import { toVector } from "../../model/by-parameter";
import { logSpaced } from "../../study/design/scenario-path";
import { scenarioPath } from "../../study/design/scenarios";
import { informationCurve } from "./information-curve";
import { FINE_NODES, interpolatedCurve } from "./interpolated-curve";

it.each(["L/resonant", "S/slope", "D/vanishing"])("along %s it is within 0.2 percent of the curve", (id) => {
  const { path } = scenarioPath(id);
  const sizes = logSpaced(3, 6, 9);
  const exact = informationCurve(path, sizes);
  for (const [i, point] of interpolatedCurve(path, sizes).entries()) {
    expect(point.n).toBe(sizes[i]);
    const truth = toVector(exact[i]);
    for (const [j, value] of toVector(point).entries()) expect(Math.abs(value / truth[j] - 1)).toBeLessThan(2e-3);
  }
});

it.each([
  "L/resonant",
  "S/slope",
  "D/vanishing",
  "D/paper-style",
])("along %s it is within 1e-5 with more nodes", (id) => {
  const { path } = scenarioPath(id);
  const sizes = [1000, 1700, 4200, 8100, 21_000, 47_000, 78_000, 1e5];
  const fine = interpolatedCurve(path, sizes, 1e-5, FINE_NODES);
  // The quadrature's own tolerance cancels: both use the same levels.
  const [exact] = informationCurve(path, [21_000], 1e-5).map(toVector);
  for (const [j, value] of toVector(fine[4]).entries()) expect(Math.abs(value / exact[j] - 1)).toBeLessThan(1e-5);
});
