import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../../src/model/activation";
import { DEFAULT_STATE, type ExplorerState, fitLengths, LARGEST_DIMENSION, PRESETS, presetState } from "./state";
import { checkState } from "./state-check";
import { readLink, writeLink } from "./state-link";

const double = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0); // no -0: String loses it
const law = fc.record({ limit: double, coefficient: double, exponent: fc.constantFrom("0", "1/4", "1/16", "0.125") });
const expert = fc.record({ activation: fc.constantFrom(...ACTIVATIONS), bias: fc.boolean() });

/** Any state that the controls can make. */
const state: fc.Arbitrary<ExplorerState> = fc
  .record({
    preset: fc.constantFrom(...PRESETS),
    patch: fc.record(
      {
        density: fc.constantFrom("gaussian", "laplace", "student-t"),
        df: double,
        law: fc.constantFrom("uniform", "normal"),
        nu0: double,
        lambda: law,
        nu: law,
        from: double,
        to: double,
        count: double,
        replications: double,
        seed: double,
        start: fc.constantFrom("cold", "warm", "both"),
        n: double,
        at: double,
        parameter: fc.constantFrom("lambda", "nu"),
        window: fc.tuple(double, double),
        guessing: fc.boolean(),
        guess: fc.option(fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0)),
        wanted: double,
        ran: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    shape: fc.record({ dimension: fc.integer({ min: 1, max: LARGEST_DIMENSION }), frozen: expert, prompt: expert }),
    laws: fc.array(law, { minLength: LARGEST_DIMENSION + 1, maxLength: LARGEST_DIMENSION + 1 }),
  })
  .map(({ preset, patch, shape, laws }) => {
    const original = presetState(preset);
    const shaped = fitLengths({ ...original, ...(patch as Partial<ExplorerState>), ...shape }, original);
    return { ...shaped, eta: shaped.eta.map((_, j) => laws[j]) };
  });

describe("the link of a state", () => {
  it("is the preset's name alone for a preset", () => {
    for (const preset of PRESETS) expect(writeLink(presetState(preset))).toBe(`#preset=${preset}`);
  });

  it("gives back every state, number for number", () => {
    fc.assert(
      fc.property(state, (one) => {
        const { state: read, problems } = readLink(writeLink(one));
        expect(problems).toEqual([]);
        expect(read).toEqual(one);
      }),
    );
  });

  it("never throws, and leaves a state that can be checked, whatever it says", () => {
    const keys = [...Object.keys(DEFAULT_STATE), "__proto__", "constructor", "toString"];
    const query = fc
      .array(
        fc.tuple(
          fc.constantFrom(...keys),
          fc.oneof(
            fc.string(),
            fc.webUrl(),
            double.map(String),
            law.map(({ limit, exponent }) => `${limit}:${exponent}`),
          ),
        ),
      )
      .map((pairs) => `#${pairs.map(([key, value]) => `${key}=${value}`).join("&")}`);
    fc.assert(
      fc.property(fc.oneof(query, fc.string()), (fragment) => {
        const { state: read, problems } = readLink(fragment);
        expect(Object.keys(read).sort()).toEqual(Object.keys(DEFAULT_STATE).sort());
        for (const { field, message } of problems) expect(field.length * message.length).toBeGreaterThan(0);
        const checked = checkState(read);
        if (!checked.sound) expect(checked.problems.length).toBeGreaterThan(0);
      }),
    );
  });

  it.each<[string, string, RegExp]>([
    ["nu0=abc", "nu0", /nu0=abc; expected a number/],
    ["nu0=1e999", "nu0", /expected a number/],
    ["density=cauchy", "density", /one of gaussian, laplace, student-t/],
    ["lambda=1:2", "lambda", /limit:coefficient:exponent/],
    ["lambda=0:1:<script>", "lambda", /limit:coefficient:exponent/],
    ["eta=1:0:0", "dimension", /1 entries; these experts need 2 and 2/],
    ["dimension=1e9", "dimension", /these experts need/],
    ["prompt=tanh_", "prompt", /one of identity/],
    ["window=5", "window", /low:high/],
    ["nu0=2&nu0=3", "nu0", /more than once; the first counts/],
    ["guess=-7", "guess", /exponent from 0 to 2/],
    ["parameter=c", "parameter", /this prompt has not/],
    ["preset=X/nothing", "preset", /no preset/],
    ["colour=red", "preset", /unknown field "colour"/],
    [`eta0=${Array.from({ length: 40 }, () => 1)}`, "eta0", /at most 17 entries/],
    ["a".repeat(9000), "preset", /9000 characters long/],
  ])("says what of %.40s it could not read", (fragment, field, message) => {
    const { problems } = readLink(`#${fragment}`);
    expect(problems.map((problem) => problem.field)).toContain(field);
    expect(problems.map((problem) => problem.message).join(" ")).toMatch(message);
  });
});
