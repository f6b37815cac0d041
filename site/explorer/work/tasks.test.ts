import { describe, expect, it } from "vitest";
import { inVectorOrder } from "../../../src/model/by-parameter";
import type { CurveLimit } from "../../../src/report/verdict/curve-limit";
import { pathOf, toPathJson } from "../../../src/study/design/path-json";
import { publishedStudy } from "../../../src/study/records/published-study";
import type { StudyRecord } from "../../../src/study/records/record";
import { informationCurve } from "../../../src/theory/information/information-curve";
import { PUBLISHED_SEED, presetState } from "../state/state";
import { checkState } from "../state/state-check";
import { answer, type Look, type Replicate } from "./tasks";

function pathJson(preset: string) {
  const checked = checkState(presetState(preset));
  if (!checked.sound) throw new Error("unsound");
  return toPathJson(checked.experiment.path);
}

const timeless = ({ seconds: _, ...rest }: StudyRecord) => rest;
const replicate = (n: number, k: number, preset = "L/resonant"): Replicate => ({
  path: pathJson(preset),
  seed: PUBLISHED_SEED,
  start: "cold",
  n,
  replicate: k,
});

describe("what a worker answers", () => {
  it.each([
    ["L/resonant", [0, 1, 3]],
    ["S/gate-tilted", [0, 1, 3]],
    ["L/gate-flat", [0, 1, 3]],
    ["D/successor-a", [0, 1, 10]],
    ["S/successor-b.i", [0, 1, 10]],
    ["S/successor-b.ii", [0, 1, 10]],
  ] as const)("gives the published records of %s, to the bit", async (preset, places) => {
    const sizes = publishedStudy(preset)?.design.sizes ?? [];
    const published = new Map<string, StudyRecord>();
    for await (const batch of publishedStudy(preset)?.records() ?? []) {
      for (const record of batch) published.set(`${record.n} ${record.replicate}`, record);
    }
    for (const [j, k] of [0, 7, 39].entries()) {
      const n = sizes[places[j]];
      const made = answer({ kind: "replicate", ...replicate(n, k, preset) }) as StudyRecord;
      const stored = published.get(`${n} ${k}`);
      if (!stored) throw new Error("not published");
      expect(timeless(made)).toEqual(timeless(stored));
    }
  });

  it("looks into a replicate without changing its record; the profile has its maximum at the estimate", () => {
    for (const parameter of [0, 2, 3]) {
      const one = replicate(2150, 3);
      const look = answer({ kind: "look", parameter, ...one }) as Look;
      expect(timeless(look.record)).toEqual(timeless(answer({ kind: "replicate", ...one }) as StudyRecord));
      expect(look.cloud.x.length).toBe(400);
      expect(look.profile.length).toBe(33);
      const estimate = look.record.estimate?.[parameter] ?? Number.NaN;
      for (const { drop } of look.profile) expect(drop).toBeLessThanOrEqual(1e-6);
      const best = look.profile.reduce((top, point) => (point.drop > top.drop ? point : top));
      const step = look.profile[1].value - look.profile[0].value;
      expect(Math.abs(best.value - estimate)).toBeLessThanOrEqual(step);
    }
  });

  it("computes the curve of the library, with its slopes far out", () => {
    const path = pathJson("L/resonant");
    const [curve] = answer({ kind: "curve", path, sizes: [1e4] }) as readonly (readonly number[])[];
    const [exact] = informationCurve(pathOf({ path }), [1e4], 1e-9);
    expect(curve[0] / inVectorOrder(exact)[0]).toBeCloseTo(1, 4);
    const [lambda, , bias] = answer({ kind: "limit", path }) as readonly CurveLimit[];
    expect(lambda.value).toBeCloseTo(1 / 4, 3);
    expect(bias.value).toBeCloseTo(5 / 16, 3);
  });

  it("plans the size at which the curve reaches the wanted error", () => {
    const path = pathJson("L/resonant");
    const plan = answer({ kind: "plan", path, parameter: 0, error: 0.02 }) as { readonly n: number };
    const [there] = answer({ kind: "curve", path, sizes: [plan.n] }) as readonly (readonly number[])[];
    expect(there[0]).toBeLessThanOrEqual(0.02 * 1.0001);
    expect(there[0]).toBeGreaterThan(0.02 * 0.9999);
  });
});
