import { describe, expect, it } from "vitest";
import { vectorNames } from "../../../src/model/parameters";
import { type PowerLawJson, toPathJson } from "../../../src/study/design/path-json";
import { publishedStudy } from "../../../src/study/records/published-study";
import { isPublished } from "./experiment";
import { stillLaw } from "./gate-choice";
import { lawPlaces, placeNamed, rowsOf } from "./laws";
import { type ExplorerState, PRESETS, parameterNamesOf, presetState } from "./state";
import { checkState, largestSize, wholeWindow } from "./state-check";

const base = presetState("L/resonant");
const tilted = presetState("S/gate-tilted");

/** A constant gate with this law of the share. */
function share(limit: number, coefficient: number, exponent: string): Pick<ExplorerState, "gate"> {
  return { gate: { kind: "constant", lambda: { limit, coefficient, exponent } } };
}

/** The same as S/gate-tilted but for the gate's laws. */
function gated(tau: PowerLawJson, ...beta: readonly PowerLawJson[]): Partial<ExplorerState> {
  return { ...tilted, gate: { kind: "softmax", tau, beta } };
}

function fieldsOf(patch: Partial<ExplorerState>): readonly string[] {
  const checked = checkState({ ...base, ...patch });
  return checked.sound ? [] : checked.problems.map(({ field }) => field);
}

function messageOf(patch: Partial<ExplorerState>): string {
  const checked = checkState({ ...base, ...patch });
  return checked.sound ? "" : checked.problems.map(({ message }) => message).join(" ");
}

describe("a checked state", () => {
  it.each(PRESETS)("%s is the published path, with the published sizes up to 1e5 and the published seed", (preset) => {
    const state = presetState(preset);
    const checked = checkState(state);
    const published = publishedStudy(preset)?.design;
    if (!checked.sound || !published) throw new Error("unsound or unpublished");
    expect(isPublished(checked.experiment)).toBe(true);
    expect(toPathJson(checked.experiment.path)).toEqual(published.path);
    expect(checked.experiment.sizes).toEqual(published.sizes.filter((n) => n <= 1e5));
    expect(state.seed).toBe(published.seed);
  });

  it("has the parameters of the model, in its order, each with a law and a row", () => {
    for (const preset of PRESETS) {
      const state = presetState(preset);
      const checked = checkState(state);
      if (!checked.sound) throw new Error("unsound");
      const names = vectorNames(checked.experiment.path.model);
      expect(parameterNamesOf(state)).toEqual(names);
      expect(lawPlaces(state).length).toBe(names.length);
      expect(names.map((name) => rowsOf(state).find(({ label }) => label === name)?.law)).toEqual(
        names.map((name) => placeNamed(state, name)),
      );
    }
  });

  it("says where tau is sought, and that a slope of the gate leaves its box", () => {
    expect(messageOf(gated(stillLaw(11), stillLaw(1)))).toBe(
      "At n = 1000 it is 11.00: it is sought between -10 and 10.",
    );
  });

  it("builds the same path from the fields as the preset has, but for its name", () => {
    for (const preset of PRESETS) {
      const state = { ...presetState(preset), n: 2000 };
      const own = checkState({ ...state, preset: PRESETS[preset === PRESETS[0] ? 1 : 0] });
      const kept = checkState(state);
      if (!own.sound || !kept.sound) throw new Error("unsound");
      const { id, title, ...rest } = toPathJson(own.experiment.path);
      const { id: _, title: __, ...expected } = toPathJson(kept.experiment.path);
      expect({ id, title }).toEqual({ id: "own/explorer", title: "own path" });
      expect(rest).toEqual(expected);
    }
  });

  it("knows a preset's path by what it is: unused degrees of freedom and 2/16 for 1/8 change nothing", () => {
    const eta = base.eta.map((law) => ({ ...law, exponent: law.exponent === "1/16" ? "2/32" : law.exponent }));
    const same = checkState({ ...base, df: 9, eta });
    const other = checkState({ ...base, nu0: 1.5 });
    expect(same.sound && isPublished(same.experiment)).toBe(true);
    expect(other.sound && isPublished(other.experiment)).toBe(false);
  });

  it("has a window from the first to the last size as they are rounded", () => {
    expect(wholeWindow({ ...base, from: 1234, to: 5678, count: 3 })).toEqual([1230, 5680]);
  });

  it.each<[string, Partial<ExplorerState>]>([
    ["nu0", { nu0: -1 }],
    ["nu0", { nu0: Number.NaN }],
    ["df", { density: "student-t", df: 2 }],
    ["dimension", { dimension: 2.5 }],
    ["eta0.1", { eta0: [1, Number.NaN] }],
    ["lambda.coefficient", share(0.5, 9, "1/8")],
    ["lambda.limit", share(0, 0, "0")],
    ["lambda.limit", share(1, 0, "0")],
    ["tau.limit", gated({ limit: 800, coefficient: 0, exponent: "0" }, stillLaw(1))],
    ["tau.limit", gated(stillLaw(Number.NaN), stillLaw(1))],
    ["beta.0.coefficient", gated(stillLaw(0), { limit: 0, coefficient: -90, exponent: "1/8" })],
    ["beta.0.exponent", gated(stillLaw(0), { limit: 0, coefficient: 1, exponent: "1/0" })],
    ["preset", gated(stillLaw(0), stillLaw(1), stillLaw(1))],
    ["nu.coefficient", { nu: { limit: 1, coefficient: -9, exponent: "1/8" } }],
    ["eta.1.coefficient", { eta: [base.eta[0], { limit: 0, coefficient: 30, exponent: "1/16" }] }],
    ["eta.1.exponent", { eta: [base.eta[0], { limit: 0, coefficient: 1, exponent: "1/0" }] }],
    ["lambda.exponent", share(0, 1, "-1")],
    ["nu.exponent", { nu: { limit: 1, coefficient: 1, exponent: "7" } }],
    ["from", { from: 2 }],
    ["to", { to: 500 }],
    ["count", { count: 1 }],
    ["replications", { replications: 0 }],
    ["seed", { seed: 0.5 }],
    ["count", { from: 1000, to: 1004, count: 5 }],
  ])("says %s beside its control", (field, patch) => {
    expect(fieldsOf(patch)).toEqual([field]);
  });

  it.each<[string, Partial<ExplorerState>]>([
    ["n", { n: 1e12 }],
    ["n", { ...presetState("S/variance"), n: 20 }],
    ["at", { at: Number.NaN }],
    ["wanted", { wanted: 0 }],
    ["wanted", { wanted: 1e9 }],
    ["window", { window: [5000, 1000] }],
  ])("notes %s beside its control and lets the study run", (field, patch) => {
    const checked = checkState({ ...base, ...patch });
    expect(checked.sound).toBe(true);
    expect(checked.notes.map((note) => note.field)).toEqual([field]);
  });

  it("says at which n the truth leaves the parameter space, and what it is there", () => {
    expect(messageOf({ nu: { limit: 1, coefficient: -9, exponent: "1/8" } })).toMatch(/At n = 1000 it is -2\.79/);
    expect(messageOf(share(0, 20, "1/4"))).toMatch(/At n = 1000 it is 3\.557/);
  });

  it("allows samples up to half a GiB and says what a larger one needs", () => {
    expect(largestSize(1) * 32).toBeLessThanOrEqual(2 ** 29);
    expect(messageOf({ to: 1e9 })).toMatch(/needs 29\.8 GiB; the page allows one half, n = 16777216/);
  });
});
