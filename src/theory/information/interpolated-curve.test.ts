import { expect, it } from "vitest";
import { toVector } from "../../model/by-parameter";
import { logSpaced, scenarioPath } from "../../study/design/scenarios";
import { informationCurve } from "./information-curve";
import { interpolatedCurve } from "./interpolated-curve";

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
