import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import { type DataFileOptions, readDataFile, shuffleRows } from "./data-file";
import { FILE_LIMIT } from "./file-bytes";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cmoe-data-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string | Buffer, options: DataFileOptions = {}) {
  const path = join(folder, "data.csv");
  writeFileSync(path, content);
  return readDataFile(path, options);
}

function complaint(content: string | Buffer, options: DataFileOptions = {}): string {
  try {
    read(content, options);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message.replace(folder, "");
  }
  throw new Error("The file was accepted.");
}

describe("data files", () => {
  it("takes CSV with quoted fields, CRLF, a byte order mark, blank lines and columns of text it does not need", () => {
    const text = '\uFEFFid,"size, cm",y\r\n"a ""b""","1.5",2\r\n\r\nc,-2e1,3\r\n';
    const { sample, covariates, lines } = read(text, { covariates: ["size, cm"] });
    expect(Array.from(sample.x)).toEqual([1.5, -20]);
    expect(Array.from(sample.y)).toEqual([2, 3]);
    expect(covariates).toEqual(["size, cm"]);
    expect(Array.from(lines)).toEqual([2, 4]);
  });

  it("takes TSV and semicolons, and chooses columns by name in the order asked for", () => {
    const tsv = read("y\tb\ta\n1\t2\t3\n4\t5\t6\n", { response: "y", covariates: ["a", "b"] });
    expect(Array.from(tsv.sample.x)).toEqual([3, 6, 2, 5]);
    const semicolons = read("x1;y\n1;2\n3;4\n");
    expect(Array.from(semicolons.sample.y)).toEqual([2, 4]);
  });

  it("keeps every digit", () => {
    const { sample } = read("x,y\n0.1,1e-300\n12345678.123456789,3.0000000000000004\n");
    expect(Array.from(sample.x)).toEqual([0.1, 12345678.123456789]);
    expect(Array.from(sample.y)).toEqual([1e-300, 3.0000000000000004]);
  });

  it("lists rows with missing values and leaves them out, or fails on them", () => {
    const text = "x,y,z\n1,2,\nNA,3,0\n4,.,0\n5,6,0\n7,8,1\n";
    const { sample, omitted, lines } = read(text, { response: "y", covariates: ["x"] });
    expect(omitted).toEqual([3, 4]);
    expect(Array.from(lines)).toEqual([2, 5, 6]);
    expect(sample.n).toBe(3);
    expect(complaint(text, { response: "y", covariates: ["x"], strict: true })).toContain('line 3, column "x"');
  });

  it.each([
    ["ragged rows", "x,y\n1,2\n3\n", "line 3: 1 fields; the header has 2"],
    ["too many fields", "x,y\n1,2,3\n", "line 2: 3 fields; the header has 2"],
    ["text in a numeric column", "x,y\n1,2\nabc,3\n", 'line 3, column "x": "abc" is not a finite number'],
    ["hexadecimal", "x,y\n0x10,2\n", 'line 2, column "x": "0x10" is not a finite number'],
    ["decimal commas", 'x,y\n"1,5",2\n', 'line 2, column "x": "1,5" is not a finite number'],
    ["NaN", "x,y\n1,NaN\n", 'line 2, column "y": "NaN" is not a finite number'],
    ["infinity", "x,y\n1,2\n3,-Inf\n", 'line 3, column "y": "-Inf" is not a finite number'],
    ["overflow", "x,y\n1e999,2\n", 'line 2, column "x": "1e999" is not a finite number'],
    ["bad text in a row with a missing value", "x,y\n1,2\nNA,oops\n", 'line 3, column "y": "oops"'],
    ["an empty file", "", "is empty"],
    ["blank lines only", "\n\n", "is empty"],
    ["a header alone", "x,y\n", "holds no complete row"],
    ["one column", "y\n1\n2\n", 'has one column, "y"'],
    ["duplicate headers", "x,x,y\n1,2,3\n", 'two columns are named "x"'],
    ["a constant response", "x,y\n1,2\n3,2\n", 'the response, column "y", is 2 in every row'],
    ["an open quote", 'x,y\n1,2\n"3,4\n', "Quote Not Closed"],
    ["another encoding", Buffer.from([0x78, 0x2c, 0xe4, 0x0a, 0x31, 0x2c, 0x32]), "is not valid UTF-8"],
    ["UTF-16", Buffer.from("\uFEFFx,y\n1,2\n", "utf16le"), "UTF-16"],
    ["UTF-16 without a mark", Buffer.from("x,y\n1,2\n", "utf16le"), "zero bytes"],
  ])("refuses %s", (_, content, message) => {
    expect(complaint(content)).toContain(message);
  });

  it("refuses columns that are not there or are chosen twice", () => {
    const text = "x,y\n1,2\n";
    expect(complaint(text, { response: "z" })).toContain('no column "z"; it has x, y');
    expect(complaint(text, { covariates: ["x", "x"] })).toContain('"x" is chosen twice');
    expect(complaint(text, { covariates: ["y"] })).toContain('"y" is chosen twice');
  });

  it("refuses a file of 2 GB at once, naming the limit", () => {
    const path = join(folder, "large.csv");
    writeFileSync(path, "x,y\n");
    truncateSync(path, 2 ** 31);
    const before = performance.now();
    expect(() => readDataFile(path)).toThrow(`at most ${FILE_LIMIT} (512 MiB)`);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it("refuses folders and files that are not there", () => {
    expect(() => readDataFile(folder)).toThrow("is a folder");
    expect(() => readDataFile(join(folder, "none.csv"))).toThrow("check the path");
  });

  it("shuffles rows whole", () => {
    const { sample } = read("x,y\n1,10\n2,20\n3,30\n4,40\n5,50\n");
    const { x, y } = shuffleRows(sample, 3);
    expect(Array.from(y)).toEqual(Array.from(x, (v) => 10 * v));
    expect(Array.from(x).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(x)).not.toEqual([1, 2, 3, 4, 5]);
  });
});
