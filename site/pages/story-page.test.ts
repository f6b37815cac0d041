import { describe, expect, it } from "vitest";
import { inVectorOrder } from "../../src/model/by-parameter";
import { vectorNames } from "../../src/model/parameters";
import { scenarioPath } from "../../src/study/design/scenarios";
import { localSlopes } from "../../src/theory/information/information-curve";
import { readLink } from "../explorer/state/link/state-link";
import { checkState } from "../explorer/state/state-check";
import { storySteps } from "./story-page";

const steps = storySteps();

describe("the story", () => {
  it("has six to eight steps", () => {
    expect(steps.length).toBeGreaterThanOrEqual(6);
    expect(steps.length).toBeLessThanOrEqual(8);
  });

  it.each(
    steps.map((step) => [step.title, step] as const),
  )("%s: one right answer among others, and a sound link", (_, step) => {
    expect(new Set(step.choices).size).toBe(step.choices.length);
    expect(step.choices).toContain(step.right);
    const { state, problems } = readLink(step.link.slice(step.link.indexOf("#")));
    expect(problems).toEqual([]);
    const checked = checkState(state);
    expect(checked.sound).toBe(true);
    if (step.right.includes("/") && checked.sound) {
      // Far out the information curve, which no theorem enters, has the exponent.
      const [far] = localSlopes(checked.experiment.path, [1e40], 1e-9);
      const values = inVectorOrder(far);
      const names = vectorNames(checked.experiment.path.model);
      const [top, bottom] = step.right.split("/").map(Number);
      expect(values[names.indexOf(state.parameter)]).toBeCloseTo(top / bottom, 2);
    }
  });

  it("asks for the slope of the finite-n curve, which is steeper than its end", () => {
    const { path } = scenarioPath("L/resonant");
    const slopes = localSlopes(path, [1000, 3000, 10_000, 30_000, 100_000], 1e-8).map(({ lambda }) => lambda);
    const { right } = steps[steps.length - 1];
    expect(Number(right)).toBeGreaterThan(Math.min(...slopes));
    expect(Number(right)).toBeLessThan(Math.max(...slopes));
    expect(Number(right)).toBeGreaterThan(0.3);
  });
});
