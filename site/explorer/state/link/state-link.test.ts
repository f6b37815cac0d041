import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../../../src/model/activation";
import { otherGate } from "../gate-choice";
import { DEFAULT_STATE, type ExplorerState, fitLengths, LARGEST_DIMENSION, PRESETS, presetState } from "../state";
import { checkState } from "../state-check";
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
        nu: law,
        from: double,
        to: double,
        count: double,
        replications: double,
        seed: double,
        start: fc.constantFrom("cold", "warm", "both"),
        n: double,
        at: double,
        parameter: fc.constantFrom("lambda", "tau", "beta_2", "nu"),
        window: fc.tuple(double, double),
        guessing: fc.boolean(),
        guess: fc.option(fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0)),
        wanted: double,
        ran: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    shape: fc.record({ dimension: fc.integer({ min: 1, max: LARGEST_DIMENSION }), frozen: expert, prompt: expert }),
    /** The gate that the reader turned it into; null: the preset's own, untouched. */
    gate: fc.option(fc.record({ kind: fc.constantFrom("constant", "softmax"), own: fc.boolean() })),
    laws: fc.array(law, { minLength: 2 * LARGEST_DIMENSION + 2, maxLength: 2 * LARGEST_DIMENSION + 2 }),
  })
  .map(({ preset, patch, shape, gate, laws }) => {
    const original = presetState(preset);
    const { dimension, from } = original;
    const turned = { ...original, gate: otherGate(original.gate, gate?.kind ?? original.gate.kind, dimension, from) };
    const shaped = fitLengths({ ...turned, ...(patch as Partial<ExplorerState>), ...shape }, turned);
    const eta = shaped.eta.map((_, j) => laws[j]);
    if (gate?.own !== true) return { ...shaped, eta };
    const [first, ...rest] = laws.slice(LARGEST_DIMENSION + 1);
    return {
      ...shaped,
      eta,
      gate:
        shaped.gate.kind === "constant"
          ? { ...shaped.gate, lambda: first }
          : { ...shaped.gate, tau: first, beta: shaped.gate.beta.map((_, j) => rest[j]) },
    };
  });

describe("the link of a state", () => {
  it("is the preset's name alone for a preset", () => {
    for (const preset of PRESETS) expect(writeLink(presetState(preset))).toBe(`#preset=${preset}`);
  });

  it("is that of before for a constant gate, byte for byte", () => {
    const state = presetState("L/bias");
    const moved: ExplorerState = {
      ...state,
      gate: { kind: "constant", lambda: { limit: 0, coefficient: 2, exponent: "1/5" } },
      prompt: { activation: "sin", bias: true },
      eta: [state.eta[0], { limit: 0.75, coefficient: 0, exponent: "0" }],
      seed: 12,
      parameter: "b",
    };
    const link = "#preset=L/bias&prompt=sin&lambda=0:2:1/5&eta=1:0:0,0.75:0:0&seed=12&parameter=b";
    expect(writeLink(moved)).toBe(link);
    expect(readLink(link)).toEqual({ state: moved, problems: [] });
  });

  it("names the gate where it is not the preset's, wherever it stands in the link", () => {
    const { state: read, problems } = readLink("#preset=L/bias&beta=0:2:1/4&gate=softmax&parameter=beta");
    expect(problems).toEqual([]);
    expect(read.gate).toEqual({
      kind: "softmax",
      tau: { limit: 0, coefficient: 0, exponent: "0" },
      beta: [{ limit: 0, coefficient: 2, exponent: "1/4" }],
    });
    expect(writeLink(read)).toBe("#preset=L/bias&gate=softmax&beta=0:2:1/4&parameter=beta");
    const back = readLink("#preset=S/gate-tilted&gate=constant").state;
    expect(back.gate).toEqual({ kind: "constant", lambda: { limit: 0.5, coefficient: 0, exponent: "0" } });
    expect(back.parameter).toBe("lambda");
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
    const keys = [...Object.keys(DEFAULT_STATE), "lambda", "tau", "beta", "__proto__", "constructor", "toString"];
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
    ["parameter=c", "parameter", /this model has not/],
    ["gate=sigmoid", "gate", /gate=sigmoid; expected one of constant, softmax/],
    ["gate=softmax&beta=1:0:0,2:0:0", "gate", /beta has 2 entries; the softmax gate has one per covariate, 1/],
    ["preset=S/successor-b.i&beta=1:0:0", "gate", /beta has 1 entry; the softmax gate has one per covariate, 8/],
    ["gate=softmax&beta=1:0", "beta", /limit:coefficient:exponent/],
    ["tau=0:0:0", "tau", /expected lambda: this gate is constant/],
    ["gate=softmax&lambda=0.5:0:0", "lambda", /expected tau and beta: this is a softmax gate/],
    ["gate=softmax&gate=constant", "gate", /more than once; the first counts/],
    ["preset=S/gate-flat&parameter=lambda", "parameter", /this model has not/],
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
