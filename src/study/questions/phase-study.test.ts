import { expect, it } from "vitest";
import { InputError } from "../../input-error";
import { truthAt } from "../../model/path";
import { scenarioPath } from "../design/scenarios";
import { phasePath } from "./phase-study";

const { path } = scenarioPath("S/slope");

it("all ways start at the base's truth and then move as their exponents say", () => {
  const start = truthAt(path, 1000);
  for (const [s, t] of [
    ["0", "0"],
    ["1/5", "1/8"],
  ]) {
    const way = phasePath(path, 1000, { s, t });
    const here = truthAt(way, 1000);
    expect(here.lambda).toBeCloseTo(start.lambda, 12);
    expect(here.eta[0]).toBeCloseTo(start.eta[0], 12);
    expect(here.nu).toBeCloseTo(start.nu, 12);
  }
  const later = truthAt(phasePath(path, 1000, { s: "1/5", t: "1/8" }), 32_000);
  expect(later.lambda).toBeCloseTo(start.lambda * 32 ** -0.2, 12);
  expect(later.eta[0] - 1).toBeCloseTo((start.eta[0] - 1) * 32 ** -0.125, 12);
});

it("refuses a path that cannot merge", () => {
  expect(() => phasePath(scenarioPath("H/vanishing").path, 1000, { s: "0", t: "1/8" })).toThrow(InputError);
});
