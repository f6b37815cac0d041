import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cmoe, FIXTURES, fitted, place } from "./command-line";

const { at, write, remove } = place();
afterAll(remove);

const expert = { activation: "identity" };
const base = (dimension: number, eta: readonly number[], more: object = {}) => ({
  covariates: { law: "normal", dimension },
  pretrained: { density: "gaussian", expert, eta, nu: 1 },
  prompt: { expert },
  ...more,
});

/** Rows around two planes in (copper, zinc), both far from 0 where `shift` is. */
function metals(header: string, shift = 0, bias = 4): string {
  const rows = Array.from({ length: 150 }, (_, i) => {
    const [c, z] = [((i * 0.618034) % 1) * 4 - 2, ((i * 0.754878) % 1) * 4 - 2];
    const e = 1.5 * (((i * 0.56984) % 1) + ((i * 0.324718) % 1) - 1);
    const y = i % 3 === 0 ? bias + (c + shift) + 2 * (z + shift) + 0.3 * e : 0.5 * c - z + e;
    return [c + shift, z + shift, y].join(",");
  });
  return `${header}\n${rows.join("\n")}\n`;
}
const model = write("model.json", JSON.stringify(base(2, [0.5, -1, 0])));
const data = write("data.csv", metals("copper,zinc,y"));
const columns = ["--covariates", "copper,zinc"] as const;

describe("parameters go by their columns' names wherever a name is asked for", () => {
  it("in --fix: by name, place, label and column alike, and both refuse what is no parameter or two", async () => {
    const ways = ["a_2=1.9", "eta[1]=1.9", "a_2 (zinc)=1.9", "zinc=1.9"];
    const fits = await Promise.all(ways.map((way) => fitted(model, data, ...columns, "--fix", way)));
    for (const each of fits) expect(each).toEqual(fits[0]);
    expect([fits[0].eta[1], fits[0].fixed]).toEqual([1.9, ["a_2"]]);
    await expect(cmoe("fit", model, data, ...columns, "--fix", "iron=1")).rejects.toThrow(
      'no parameter "iron"; there are lambda, a_1 (copper), a_2 (zinc), b, nu',
    );
    await expect(cmoe("fit", model, data, ...columns, "--fix", "zinc=1,a_2=1")).rejects.toThrow(
      "a_2 (zinc) is fixed twice",
    );
    await expect(cmoe("fit", model, data, ...columns, "--fix", "zinc")).rejects.toThrow("fixes nothing");
  });

  it("with commas, equals signs and names of other parameters in them", async () => {
    const odd = write("odd.csv", metals('"Cu, mg",z=2,y'));
    const named = ["--covariates", '"Cu, mg",z=2'];
    const found = await fitted(model, odd, ...named, "--fix", '"Cu, mg=1",z=2=2');
    expect(found.eta.slice(0, 2)).toEqual([1, 2]);
    const clash = write("clash.csv", metals("b,nu,y"));
    await expect(cmoe("fit", model, clash, "--covariates", "b,nu", "--fix", "b=1")).rejects.toThrow(
      '"b" is a parameter and a column: write "eta[2]" for the one, "a_1 (b)" for the column\'s slope',
    );
    expect((await fitted(model, clash, "--covariates", "b,nu", "--fix", "a_1 (b)=1")).eta[0]).toBe(1);
    expect((await fitted(model, clash, "--covariates", "b,nu", "--fix", "nu=0.09")).nu).toBe(0.09);
  });

  it("in information, plan and bound, from a data file, options, or a saved fit", async () => {
    const line = write("line.json", JSON.stringify(base(1, [-1, 0])));
    const one = write("one-metal.csv", metals("copper,zinc,y").replace(/^[^,\n]+,/gm, ""));
    const saved = at("fitted.json");
    await cmoe("fit", line, one, "--covariates", "zinc", "--starts", "2", "--save", saved);
    const information = await cmoe("information", saved, one, "--n", "1e3");
    expect(information.out).toMatch(/lambda +a \(zinc\) +b +nu/);
    expect(information.out).toContain("columns: x is zinc, y is y");
    const plan = JSON.parse((await cmoe("plan", saved, "--target", "zinc=0.05", "--json")).out);
    const [target] = plan.targets;
    expect([target.parameter, target.label]).toEqual(["a", "a (zinc)"]);
    expect(plan.columns.covariates).toEqual(["zinc"]);
    // The curve at the planned size is the target.
    const [there] = JSON.parse((await cmoe("information", saved, "--n", String(plan.n), "--json")).out);
    expect(there.labels).toEqual(["lambda", "a (zinc)", "b", "nu"]);
    expect(there.eta[0] / 0.05).toBeCloseTo(1, 1);
    const bound = await cmoe("bound", saved, "--n", "100", "--parameter", "zinc");
    expect(bound.out).toContain("error of a (zinc)");
    await expect(cmoe("bound", saved, "--n", "100", "--parameter", "iron")).rejects.toThrow("a (zinc)");
  });
});

describe("a known parameter in awkward units", () => {
  it("a bias held where x is far from 0 gives the fit of the shifted data", async () => {
    // b = 4 at the origin of the shifted axes: the same lines as b = 4 + 3 shift with slopes 1 and 2 at x - shift.
    const near = await fitted(model, data, ...columns, "--fix", "b=4");
    for (const shift of [50, 1e6]) {
      const [low, high] = [base(2, [0.5, -1, 0.5 * shift]), write(`far${shift}.csv`, metals("copper,zinc,y", shift))];
      const far = write(`far${shift}.json`, JSON.stringify(low));
      const free = await fitted(far, high, ...columns);
      const held = await fitted(far, high, ...columns, "--fix", `b=${free.eta[2]}`);
      // Nothing is lost at the free estimate, and little near it.
      expect(held.logLikelihood).toBeCloseTo(free.logLikelihood, 3);
      expect(held.lambda).toBeCloseTo(free.lambda, 4);
      expect(held.standardErrors.eta.slice(0, 2).every((error) => error > 0)).toBe(true);
      expect(held.lambda).toBeCloseTo(near.lambda, 1);
    }
  });

  it("no bias, and responses far from 0, is a line through the origin: its closed form", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const x = 1e4 + 10 * (((i * 0.618034) % 1) - 0.5);
      const e = ((i * 0.56984) % 1) + ((i * 0.324718) % 1) - 1;
      return [x, i % 2 === 0 ? 0.03 * x + 0.5 * e : 0.0297 * x + e];
    });
    const through = { activation: "identity", bias: false };
    const origin = { ...base(1, []), pretrained: { density: "gaussian", expert: through, eta: [0.0297], nu: 0.16 } };
    const file = write("origin.json", JSON.stringify({ ...origin, prompt: { expert: through } }));
    const csv = write("origin.csv", `x,y\n${rows.map((row) => row.join(",")).join("\n")}\n`);
    const { lambda, eta, nu } = await fitted(file, csv);
    // The two groups are apart: least squares through the origin on the prompt's rows.
    const own = rows.filter((_, i) => i % 2 === 0);
    const slope = own.reduce((sum, [x, y]) => sum + x * y, 0) / own.reduce((sum, [x]) => sum + x * x, 0);
    expect(lambda).toBeCloseTo(0.5, 6);
    expect(Math.abs(eta[0] / slope - 1)).toBeLessThan(1e-8);
    const variance = own.reduce((sum, [x, y]) => sum + (y - slope * x) ** 2 / own.length, 0);
    expect(nu / variance).toBeCloseTo(1, 4);
  });

  it("a constant column with a known slope is no obstacle", async () => {
    const csv = write(
      "one.csv",
      metals("copper,zinc,y").replace(/^([^,\n]+),[^,\n]+,/gm, (line, c) =>
        line.startsWith("copper") ? line : `${c},1,`,
      ),
    );
    await expect(cmoe("fit", model, csv, ...columns)).rejects.toThrow('column "zinc" is 1 in every row');
    const { fixed, eta } = await fitted(model, csv, ...columns, "--fix", "zinc=2");
    expect([fixed, eta[1]]).toEqual([["a_2"], 2]);
  });
});

describe("boxes, stated and found", () => {
  const kelvin = [join(FIXTURES, "kelvin_default_box.json"), join(FIXTURES, "kelvin_default_box.csv")] as const;

  it("--standardise beside a stated box changes nothing and says so", async () => {
    const stated = {
      ...JSON.parse(readFileSync(kelvin[0], "utf8")),
      box: {
        lambda: [0, 1],
        eta: [
          [-1, 1],
          [200, 400],
        ],
        nu: [1.5, 20],
      },
    };
    const file = write("boxed.json", JSON.stringify(stated));
    const plain = await fitted(file, kelvin[1]);
    expect(await fitted(file, kelvin[1], "--standardise")).toEqual(plain);
    expect(plain.box).toEqual(stated.box);
    const { out, err } = await cmoe("fit", file, kelvin[1], "--standardise");
    expect(out).not.toContain("standard units");
    expect(out).toContain("box as stated");
    expect(err).toContain("--standardise changes nothing");
  });

  it("a box that a fit found is no stated one for the next, but a parameter it held stays held", async () => {
    const saved = at("kelvin.json");
    await cmoe("fit", ...kelvin, "--starts", "2", "--save", saved);
    expect((await cmoe("fit", saved, kelvin[1], "--starts", "2")).out).toContain("box from the data");
    const test = await cmoe("test", saved, kelvin[1], "--bootstrap", "19", "--starts", "1");
    expect(test.out).toContain("No box was stated");
    await cmoe("fit", ...kelvin, "--fix", "nu=1.2", "--starts", "2", "--save", saved);
    const again = await fitted(saved, kelvin[1], "--starts", "2");
    expect([again.nu, again.fixed]).toEqual([1.2, ["nu"]]);
  });

  it("power searches where test does: temperatures are found as surely as in standard units", async () => {
    const saved = at("kelvin.json");
    await cmoe("fit", ...kelvin, "--save", saved);
    const small = ["--n", "40", "--lambda", "0,0.3", "--bootstrap", "39", "--replications", "30", "--starts", "1"];
    const { out } = await cmoe("power", saved, kelvin[1], ...small, "--json");
    const [none, some] = JSON.parse(out);
    expect(none.units).toBe("standard, own box");
    expect(some.power).toBeGreaterThan(none.power + 3 * none.mcse);
    const counts = [join(FIXTURES, "counts.json"), join(FIXTURES, "counts.csv")];
    const truth = { ...JSON.parse(readFileSync(counts[0], "utf8")), truth: { lambda: 0.3, eta: [0, 9], nu: 1 } };
    const rounded = await cmoe("power", write("counts.json", JSON.stringify(truth)), counts[1], ...small);
    expect(rounded.out).toContain("on a grid of step 1; all samples were rounded to it");
    // Weighted rows are repeated rows.
    const twice = readFileSync(kelvin[1], "utf8")
      .trim()
      .split("\n")
      .map((line, i) => `${line},${i === 0 ? "times" : 2}`);
    const weighted = await cmoe("power", saved, write("twice.csv", twice.join("\n")), "--weights", "times", ...small);
    expect(weighted.out).toContain("conditional on the 800 rows at hand");
  });
});
