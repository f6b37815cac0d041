import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { cmoe, FIXTURES, fitted, place } from "./command-line";

const { at, write, remove } = place();
afterAll(remove);

const line = (dimension: number, eta: readonly number[]) =>
  JSON.stringify({
    covariates: { law: "normal", dimension },
    pretrained: { density: "gaussian", expert: { activation: "identity" }, eta, nu: 1 },
    prompt: { expert: { activation: "identity" } },
  });
const one = write("one.json", line(1, [0.5, 2]));
const two = write("two.json", line(2, [1, -1, 0]));

/** Rows (x1, x2, y) around two planes. */
const rows: readonly (readonly number[])[] = Array.from({ length: 120 }, (_, i) => {
  const x1 = ((i * 0.618034) % 1) * 4 - 2;
  const x2 = ((i * 0.754878) % 1) * 4 - 2;
  const e = 1.5 * (((i * 0.56984) % 1) + ((i * 0.324718) % 1) - 1);
  return [x1, x2, i % 3 === 0 ? 4 + x2 + 0.3 * e : x1 - x2 + e];
});
const csv = (header: string, order: readonly number[], separator = ","): string =>
  [header, ...rows.map((row) => order.map((c) => row[c]).join(separator))].filter(Boolean).join("\n");

describe("columns are matched by name", () => {
  it("x1 to x11 in lexical or numeric order are the same data", async () => {
    const slopes = Array.from({ length: 11 }, (_, j) => 0.2 * j);
    const model = write("d11.json", line(11, [...slopes, 2]));
    const [lexical, numeric] = await Promise.all(
      ["d11lex.csv", "d11num.csv"].map((name) => fitted(model, join(FIXTURES, name))),
    );
    expect(lexical.lambda).toBe(numeric.lambda);
    expect(lexical.eta).toEqual(numeric.eta);
    expect(Math.abs(lexical.lambda - 0.309)).toBeLessThan(0.005);
    expect(lexical.columns.covariates).toEqual(slopes.map((_, j) => `x${j + 1}`));
    expect(lexical.intervals[10].label).toBe("a_10 (x10)");
  });

  it("never by position: a header that does not say is refused with its remedy", async () => {
    const data = write("target.csv", csv("target,x1", [2, 0]));
    await expect(cmoe("fit", one, data)).rejects.toThrow(/columns target, x1: none is called y.*--response/);
    await expect(cmoe("test", one, data)).rejects.toThrow("--response");
    const { columns } = await fitted(one, data, "--response", "target");
    expect(columns).toEqual({ covariates: ["x1"], response: "target", fromHeader: true });
    await expect(cmoe("fit", two, write("own.csv", csv("dose,age,y", [0, 1, 2])))).rejects.toThrow(
      /names do not tell which are the model's 2 covariates.*--covariates/,
    );
    await expect(cmoe("fit", two, write("gap.csv", csv("x1,x3,y", [0, 1, 2])))).rejects.toThrow("but no x2");
    await expect(cmoe("fit", one, write("many.csv", csv("x1,x2,y", [0, 1, 2])))).rejects.toThrow(
      "2 covariates (x1, x2); the model has 1",
    );
    await expect(cmoe("fit", one, write("both.csv", csv("x,x1,y", [0, 1, 2])))).rejects.toThrow('both "x" and "x1"');
  });

  it("wherever they stand, or as the options say, with parameters labelled by column", async () => {
    const straight = await fitted(two, write("a.csv", csv("x1,x2,y", [0, 1, 2])));
    const turned = await fitted(two, write("b.csv", csv("y,x2,x1", [2, 1, 0])));
    const named = await fitted(
      two,
      write("c.csv", csv("age,dose,effect", [1, 0, 2])),
      "--response",
      "effect",
      "--covariates",
      "dose,age",
    );
    expect(turned.eta).toEqual(straight.eta);
    expect(named.eta).toEqual(straight.eta);
    expect(named.intervals.map(({ label }) => label)).toEqual(["lambda", "a_1 (dose)", "a_2 (age)", "b", "nu"]);
    const { out } = await cmoe("fit", two, at("c.csv"), "--response", "effect", "--covariates", "dose,age");
    expect(out).toContain("columns: x1 is dose, x2 is age, y is effect");
    const test = await cmoe(
      "test",
      two,
      at("c.csv"),
      "--response",
      "effect",
      "--covariates",
      "dose,age",
      "--bootstrap",
      "19",
      "--starts",
      "1",
    );
    expect(test.out).toContain("columns: x1 is dose, x2 is age, y is effect");
    expect(test.out).toContain("a_1 (dose) = ");
    const { err } = await cmoe("fit", one, write("more.csv", csv("x,z,y", [0, 1, 2])));
    expect(err).toContain("not used: z");
  });

  it("a file without a header is taken in the model's order, which is said, and only when the number fits", async () => {
    const straight = await fitted(two, at("a.csv"));
    const bare = write("bare.csv", csv("", [0, 1, 2]));
    const { eta, columns, rows: n } = await fitted(two, bare);
    expect({ eta, n }).toEqual({ eta: straight.eta, n: 120 });
    expect(columns.fromHeader).toBe(false);
    expect((await cmoe("fit", two, bare)).err).toContain("has no header: its columns are taken in order as x1, x2, y");
    await expect(cmoe("fit", one, bare)).rejects.toThrow("has no header and 3 columns");
  });
});

describe("files as people have them", () => {
  const told = () => fitted(two, at("a.csv"));

  it("packed with gzip whatever the name, with decimal commas, with other words for missing values", async () => {
    const { eta, logLikelihood } = await told();
    expect((await fitted(two, write("a.csv.gz", gzipSync(csv("x1,x2,y", [0, 1, 2]))))).eta).toEqual(eta);
    expect((await fitted(two, write("packed.txt", gzipSync(csv("x1,x2,y", [0, 1, 2]))))).eta).toEqual(eta);
    const commas = write("commas.csv", csv("x1;x2;y", [0, 1, 2], ";").replaceAll(".", ","));
    expect((await fitted(two, commas, "--decimal", ",", "--delimiter", ";")).eta).toEqual(eta);
    expect((await fitted(two, commas, "--decimal", ",")).eta).toEqual(eta);
    await expect(cmoe("fit", two, commas)).rejects.toThrow("for decimal commas say --decimal ,");
    await expect(cmoe("fit", two, at("a.csv"), "--decimal", ",")).rejects.toThrow("a comma cannot stand both");
    const gaps = write("gaps.csv", `${csv("x1,x2,y", [0, 1, 2])}\n-999,1,2\n1,n/a,3\n1,2,-999.0\n`);
    await expect(cmoe("fit", two, gaps)).rejects.toThrow(/line 123, column "x2": "n\/a".*--missing n\/a/);
    const left = await fitted(two, gaps, "--missing", "-999,n/a");
    expect(left.omittedLines).toEqual([122, 123, 124]);
    expect(left.logLikelihood).toBe(logLikelihood);
    expect((await cmoe("fit", two, gaps, "--missing", "-999,n/a")).err).toContain(
      "3 rows with missing values left out",
    );
    await expect(cmoe("fit", two, gaps, "--missing", "-999,n/a", "--strict")).rejects.toThrow(
      'line 122, column "x1": the value is missing',
    );
  });

  it("a JSON file with a byte-order mark is read; a damaged or empty one is named", async () => {
    const marked = write("bom.json", `\uFEFF${readFileSync(two, "utf8")}`);
    expect((await fitted(marked, at("a.csv"))).eta).toEqual((await told()).eta);
    await expect(cmoe("fit", write("empty.json", ""), at("a.csv"))).rejects.toThrow("empty.json is empty");
    const half = gzipSync(csv("x1,x2,y", [0, 1, 2])).subarray(0, 500);
    await expect(cmoe("fit", two, write("half.gz", half))).rejects.toThrow("damaged gzip");
    await expect(cmoe("fit", "-", "/dev/stdin")).rejects.toThrow("cannot both be the standard input");
  });

  it("frequency weights are repeated rows, to the bit; other weights are refused", async () => {
    const counts = rows.map((_, i) => i % 4);
    const header = "x1,x2,y,times";
    const weighted = write("weighted.csv", [header, ...rows.map((row, i) => [...row, counts[i]].join(","))].join("\n"));
    const repeated = write(
      "repeated.csv",
      ["x1,x2,y", ...rows.flatMap((row, i) => Array.from({ length: counts[i] }, () => row.join(",")))].join("\n"),
    );
    const [short, long] = [await fitted(two, weighted, "--weights", "times"), await fitted(two, repeated)];
    expect(short.logLikelihood).toBe(long.logLikelihood);
    expect(short.standardErrors).toEqual(long.standardErrors);
    expect([short.rows, short.observations, long.rows]).toEqual([120, 180, 180]);
    const half = write("half.csv", `${header}\n${rows.map((row, i) => [...row, i / 2].join(",")).join("\n")}`);
    await expect(cmoe("fit", two, half, "--weights", "times")).rejects.toThrow(
      'line 3, column "times": the weight is 0.5',
    );
    await expect(cmoe("fit", two, weighted, "--weights", "y")).rejects.toThrow('"y" is chosen twice');
  });
});
