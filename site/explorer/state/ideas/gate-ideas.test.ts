import { describe, expect, it } from "vitest";
import { SOFTMAX_PATHS } from "../../../../src/study/design/softmax-paths";
import { motionOf } from "../../../../src/theory/rates/motion";
import { otherGate, stillLaw } from "../gate-choice";
import { type ExplorerState, presetState } from "../state";
import { checkState } from "../state-check";
import { DEPENDENCE, dependenceOf, FLATTENING, flatteningOf, withDependence, withFlattening } from "./gate-ideas";

const PRESETS = SOFTMAX_PATHS.map(({ id }) => id);
const moved = (state: ExplorerState, patch: Partial<ExplorerState>): ExplorerState => ({ ...state, ...patch });
const slopes = ({ gate }: ExplorerState) => (gate.kind === "softmax" ? gate.beta : []);

describe("one control per idea of the gate", () => {
  it.each(PRESETS)("%s: comes back to what it was from every stop", (preset) => {
    const state = presetState(preset);
    const size = String(dependenceOf(state));
    for (const stop of FLATTENING) {
      const away = moved(state, withFlattening(state, stop));
      expect(flatteningOf(away)).toBe(size === "0" ? "0" : stop);
      expect(dependenceOf(away)).toBeCloseTo(Number(size), 5);
      const back = moved(away, withFlattening(away, "0"));
      expect(dependenceOf(back)).toBe(Number(size));
    }
    for (const stop of DEPENDENCE) {
      const away = moved(state, withDependence(state, stop));
      expect(dependenceOf(away)).toBeCloseTo(stop.includes("/") ? Number(stop[0]) / Number(stop[2]) : Number(stop), 5);
      expect(moved(away, withDependence(away, size)).gate).toEqual(state.gate);
    }
  });

  it("gives the gate a slope of that length at the first n, along the same direction", () => {
    const state = presetState("S/successor-b.i");
    const gate = { kind: "softmax", tau: stillLaw(1), beta: [3, 0, -4, 0, 0, 0, 0, 0].map(stillLaw) } as const;
    const turned = moved({ ...state, gate }, withDependence({ ...state, gate }, "1"));
    expect(slopes(turned).map(({ limit }) => limit)).toEqual([0.6, 0, -0.8, 0, 0, 0, 0, 0]);
  });

  it("flattens at the exponent that theory reads off a path whose gate is flat in the limit", () => {
    const state = presetState("S/gate-tilted");
    const flattening = moved(state, withFlattening(state, "1/4"));
    const checked = checkState(flattening);
    if (!checked.sound) throw new Error("unsound");
    const { path } = checked.experiment;
    expect("beta" in path && path.beta[0].exponent.toFraction()).toBe("1/4");
    expect("beta" in path && path.beta[0].limit).toBe(0);
    // The share of a softmax gate does not vanish, however fast it flattens.
    expect(motionOf(path).s.valueOf()).toBe(0);
  });

  it("leaves a constant gate alone", () => {
    const state = presetState("L/bias");
    expect(withDependence(state, "2").gate).toBe(state.gate);
    expect(withFlattening(state, "1/4").gate).toBe(state.gate);
    expect([dependenceOf(state), flatteningOf(state)]).toEqual([0, "0"]);
  });
});

describe("the other kind of gate", () => {
  it("has the same share everywhere, and turning it back gives the share back", () => {
    for (let thousandths = 1; thousandths <= 999; thousandths++) {
      const share = thousandths / 1000;
      const d = 1 + (thousandths % 8);
      const constant = { kind: "constant", lambda: stillLaw(share) } as const;
      const softmax = otherGate(constant, "softmax", d, 1000);
      if (softmax.kind !== "softmax") throw new Error("not turned");
      expect(1 / (1 + Math.exp(-softmax.tau.limit))).toBeCloseTo(share, 4);
      expect(softmax.beta).toEqual(Array.from({ length: d }, () => stillLaw(0)));
      expect(otherGate(softmax, "constant", d, 1000)).toEqual(constant);
    }
  });

  it("has the share of the first n where it vanishes, and a tau inside its box where there is no share", () => {
    const vanishing = { kind: "constant", lambda: { limit: 0, coefficient: 1, exponent: "1/2" } } as const;
    const softmax = otherGate(vanishing, "softmax", 1, 100);
    expect(softmax).toMatchObject({ tau: { limit: -2.19722, coefficient: 0 } }); // log(0.1 / 0.9)
    expect(otherGate({ kind: "constant", lambda: stillLaw(0) }, "softmax", 1, 100)).toMatchObject({
      tau: { limit: -10 },
    });
    expect(otherGate({ kind: "constant", lambda: stillLaw(1) }, "softmax", 1, 100)).toMatchObject({
      tau: { limit: 10 },
    });
  });
});
