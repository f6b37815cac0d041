import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { motionOf } from "../../../../src/theory/rates/motion";
import { type ExplorerState, PRESETS, presetState } from "../state";
import { checkState } from "../state-check";
import {
  directionOf,
  directionsOf,
  MERGING,
  mergingOf,
  stopOf,
  VANISHING,
  vanishingOf,
  withDirection,
  withMerging,
  withShift,
  withVanishing,
} from "./ideas";

function experimentOf(state: ExplorerState) {
  const checked = checkState(state);
  if (!checked.sound) throw new Error(checked.problems.map(({ message }) => message).join(" "));
  return checked.experiment;
}

const moved = (state: ExplorerState, patch: Partial<ExplorerState>): ExplorerState => ({ ...state, ...patch });

describe("one control per idea", () => {
  it.each(PRESETS)("%s: reads the speeds and the direction that theory reads", (preset) => {
    const state = presetState(preset);
    const experiment = experimentOf(state);
    const { s, t, direction } = motionOf(experiment.path);
    expect(vanishingOf(state)).toBe(s.toFraction());
    // Where f0 is not Gaussian the coordinates can agree, but the models never do.
    if (direction.kind === "fixed") return;
    const mine = directionOf(state, experiment);
    expect(mine === "resonance" ? "bias" : mine).toBe(direction.kind);
    // On a variance path the gap is nu's own.
    expect(mergingOf(state, experiment)).toBe(t.toFraction());
  });

  it("comes back to what it was, in every preset and from every stop", () => {
    for (const preset of PRESETS) {
      const state = presetState(preset);
      const experiment = experimentOf(state);
      for (const stop of state.gate.kind === "constant" ? VANISHING : []) {
        const away = moved(state, withVanishing(state, stop));
        expect(vanishingOf(away)).toBe(stop);
        expect(moved(away, withVanishing(away, vanishingOf(state))).gate).toEqual(state.gate);
      }
      for (const stop of MERGING) {
        const away = moved(state, withMerging(state, experiment, stop));
        if (directionsOf(state, experiment).length === 0) expect(away).toEqual(state);
        if (directionOf(state, experiment) === undefined) continue;
        const there = experimentOf(away);
        expect(mergingOf(away, there)).toBe(stop);
        const back = moved(away, withMerging(away, there, mergingOf(state, experiment)));
        expect([back.eta, back.nu]).toEqual([state.eta, state.nu]);
      }
    }
  });

  it("turns the gap into every direction there is, and theory sees the same", () => {
    const state = presetState("L/bias");
    const experiment = experimentOf(state);
    for (const direction of directionsOf(state, experiment)) {
      const turned = moved(state, withDirection(state, experiment, direction));
      const seen = experimentOf(turned);
      expect(directionOf(turned, seen)).toBe(direction);
      const { direction: theirs } = motionOf(seen.path);
      expect(theirs.kind).toBe(direction === "resonance" ? "bias" : direction);
      if (theirs.kind === "bias") expect(theirs.kappa).toBeCloseTo(direction === "resonance" ? 1 / 3 : 0, 12);
    }
  });

  it("has no direction where the frozen expert is no prompt", () => {
    const state = presetState("H/vanishing");
    expect(directionsOf(state, experimentOf(state))).toEqual([]);
  });

  it("drags the mean by what the pointer moved, and keeps the resonance", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.integer({ min: 1000, max: 100_000 }),
        (shift, n) => {
          const state = presetState("L/resonant");
          const experiment = experimentOf(state);
          const bias = ({ eta: [, b] }: ExplorerState): number => b.limit + b.coefficient * n ** (-1 / 16);
          const patch = withShift(state, experiment, { n, x: 1, shift, slope: 1 });
          const after = moved(state, patch ?? {});
          expect(bias(after)).toBeCloseTo(bias(state) + shift, 2);
          expect(after.nu.coefficient).toBeCloseTo(after.eta[1].coefficient ** 2 / 3, 9);
        },
      ),
    );
  });

  it("finds the nearest stop of an exponent between two", () => {
    expect(MERGING[stopOf(MERGING, "1/8")]).toBe("1/8");
    expect(VANISHING[stopOf(VANISHING, "0.26")]).toBe("1/4");
  });
});
