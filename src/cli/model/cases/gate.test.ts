import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { parseModelFile } from "../../../model/files/model-file";
import { cmoe, place } from "./command-line";

const { at, write, remove } = place();
afterAll(remove);

const COLUMNS = ["--covariates", "dose", "--response", "effect", "--frozen-eta", "0.5,2", "--frozen-variance", "1"];
const TRUTH = { tau: 0.4, beta: [1.2], eta: [-1, 4], nu: 0.5 };

interface Told {
  readonly tau: number;
  readonly beta: readonly number[];
  readonly standardErrors: { readonly tau: number; readonly beta: readonly number[] };
  readonly box: object;
}

const written = async (...more: readonly string[]): Promise<string> => (await cmoe("model", ...COLUMNS, ...more)).out;

/** A model file with this truth, in a file of its own. */
async function world(name: string): Promise<string> {
  return write(name, JSON.stringify({ ...JSON.parse(await written("--gate", "softmax")), truth: TRUTH }));
}

describe("a share that depends on x, from the command line", () => {
  it("a model file has the gate that --gate names, and its own box; a constant one keeps its bytes", async () => {
    const plain = await written();
    expect(await written("--gate", "constant")).toBe(plain);
    expect(plain).not.toContain("gate");
    const gated = JSON.parse(await written("--gate", "softmax"));
    const { gate, ...rest } = gated;
    expect(gate).toEqual({ kind: "softmax" });
    expect(rest).toEqual(JSON.parse(plain));
    const { model, boxStated } = parseModelFile(gated);
    expect(boxStated).toBe(false);
    expect(model.box).toEqual({
      tau: [-10, 10],
      beta: [[-10, 10]],
      eta: [
        [-10, 10],
        [-10, 10],
      ],
      nu: [0.01, 100],
    });
  });

  it("is found by a fit of that file within 4 standard errors, in any units of x", async () => {
    const model = write("model.json", await written("--gate", "softmax"));
    const { out: csv } = await cmoe("simulate", await world("world.json"), "--n", "1500", "--seed", "3");
    const fit = async (data: string, file: string): Promise<Told> =>
      JSON.parse((await cmoe("fit", file, data, "--starts", "2", "--json")).out) as Told;
    const found = await fit(write("data.csv", csv), model);
    expect(Math.abs(found.tau - TRUTH.tau)).toBeLessThan(4 * found.standardErrors.tau);
    expect(Math.abs(found.beta[0] - TRUTH.beta[0])).toBeLessThan(4 * found.standardErrors.beta[0]);
    expect(Object.keys(found.box)).toEqual(["tau", "beta", "eta", "nu"]);
    // dose in thousandths, far from 0: tau is then about -60, which a box stated as [-10, 10] would cut. The file states none.
    const rows = csv.trimEnd().split("\n").slice(1);
    const moved = rows.map((row) => {
      const [x, y] = row.split(",").map(Number);
      return `${5e4 + 1000 * x},${y}`;
    });
    const far = await written("--gate", "softmax", "--frozen-eta", "0.0005,-23");
    const told = await fit(write("far.csv", `dose,effect\n${moved.join("\n")}\n`), write("far.json", far));
    expect(told.tau).toBeLessThan(-50);
    expect(1000 * told.beta[0]).toBeCloseTo(found.beta[0], 3);
    expect(told.tau + 5e4 * told.beta[0]).toBeCloseTo(found.tau, 3);
  });

  it("is saved with the names of its parameters, which the other commands read", async () => {
    const { out } = await cmoe("simulate", at("world.json"), "--n", "600", "--seed", "4");
    const data = write("some.csv", out);
    await cmoe("fit", at("model.json"), data, "--starts", "2", "--save", at("fitted.json"));
    const saved = JSON.parse(readFileSync(at("fitted.json"), "utf8"));
    expect(Object.keys(saved.truth)).toEqual(["tau", "beta", "eta", "nu"]);
    expect(Object.keys(saved.box)).toEqual(["tau", "beta", "eta", "nu", "from"]);
    const plan = (await cmoe("plan", at("fitted.json"), "--target", "tau=0.1")).out;
    expect(plan).toContain("the curve is small beside one unit of log-odds (that of tau) and the gap from n = ");
    expect(plan).not.toContain("lambda");
  });

  it("is told in its own words by fit, which names what the test can answer", async () => {
    const { out } = await cmoe("fit", at("model.json"), at("some.csv"), "--starts", "2");
    expect(out).not.toContain("lambda");
    expect(out).toContain("cmoe test says of the same model with a constant gate");
    await expect(cmoe("test", at("model.json"), at("some.csv"))).rejects.toThrow(
      /this model has a softmax gate\. Whether .* the same model with "gate": \{"kind": "constant"\} answers/,
    );
    await expect(cmoe("power", at("model.json"), "--n", "50")).rejects.toThrow("this model has a softmax gate");
    await expect(cmoe("simulate", at("model.json"), "--n", "5")).rejects.toThrow('add "truth": {"tau", "beta", "eta"');
  });

  it("refuses another word for the gate, and a path's gate that is not its own, in a sentence", async () => {
    await expect(written("--gate", "sigmoid")).rejects.toThrow(
      /^error: option '--gate <kind>' argument 'sigmoid' is invalid\. Allowed choices are constant, softmax\.$/,
    );
    await expect(cmoe("model", "L/resonant", "--gate", "softmax")).rejects.toThrow(
      "L/resonant has a constant gate of its own; leave --gate out.",
    );
    const path = await cmoe("model", "S/gate-flat", "--gate", "softmax");
    expect(path.out).toBe((await cmoe("model", "S/gate-flat")).out);
    expect(Object.keys(JSON.parse(path.out).truth)).toEqual(["tau", "beta", "eta", "nu"]);
  });
});
