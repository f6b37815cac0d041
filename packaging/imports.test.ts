import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type InstalledPackage, ROOT } from "./testing/installed-package";
import { withInstalledPackage } from "./testing/with-installed-package";
import { WORK_AS_COMMONJS, WORK_AS_MODULE } from "./testing/work";

let installed: InstalledPackage;
withInstalledPackage((made) => {
  installed = made;
  installed.link("@types/node", "undici-types", "esbuild");
});

/** Writes a file into the folder and returns its path. */
function write(name: string, text: string): string {
  const file = join(installed.folder, name);
  writeFileSync(file, text);
  return file;
}

const node = (file: string): string =>
  execFileSync(process.execPath, [file], { cwd: installed.folder, encoding: "utf8" });

describe("in Node, the three entry points", () => {
  it("give the same bits and the same classes to ES modules and CommonJS", () => {
    const fromModule = node(write("work.mjs", WORK_AS_MODULE));
    const [estimate, same, kind] = JSON.parse(fromModule) as readonly unknown[];
    expect(Object.keys(estimate as object)).toEqual(["lambda", "eta", "nu"]);
    expect([same, kind]).toEqual([true, "function"]);
    expect(node(write("work.cjs", WORK_AS_COMMONJS))).toBe(fromModule);
  });

  it("show nothing else of the package", () => {
    const file = write(
      "deep.cjs",
      'try { require("contaminated-moe/dist/index.js"); } catch (e) { console.log(e.code); }',
    );
    expect(node(file)).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED\n");
  });

  it("are bundled by esbuild, for Node and for browsers, to the same bits", () => {
    const core = `import { drawSample, fit, scenarioPath, truthAt } from "contaminated-moe";
const { path } = scenarioPath("L/resonant");
const { model } = path;
const truth = truthAt(path, 500);
console.log(JSON.stringify(fit(model, drawSample(model, truth, { seed: 7, path: "mine", n: 500, replicate: 0 })).estimate));
`;
    const entry = write("core.mjs", core);
    const expected = node(entry);
    for (const platform of ["node", "browser"]) {
      const out = join(installed.folder, `bundle-${platform}.mjs`);
      const options = [entry, "--bundle", "--format=esm", `--platform=${platform}`, "--log-level=warning"];
      const told = installed.run(join(ROOT, "node_modules/.bin/esbuild"), ...options, `--outfile=${out}`);
      expect([told.status, told.stderr]).toEqual([0, ""]);
      if (platform === "browser") expect(node(out)).toBe(expected);
    }
  });
});

/** The compiler's complaints, by file, about files in the folder of one who has nothing but Node's types. */
function complaints(
  files: readonly string[],
  options: ts.CompilerOptions,
  types: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const strict = { target: ts.ScriptTarget.ES2022, strict: true, exactOptionalPropertyTypes: true, noEmit: true };
  const program = ts.createProgram(files, { ...strict, types: [...types], ...options });
  const all = ts.getPreEmitDiagnostics(program);
  const places = [...new Set([...files, ...all.map(({ file }) => file?.fileName ?? "nowhere")])];
  const told = (place: string): readonly string[] =>
    all
      .filter(({ file }) => (file?.fileName ?? "nowhere") === place)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  return Object.fromEntries(places.map((place) => [basename(place), told(place)]));
}

const { ModuleKind, ModuleResolutionKind } = ts;
const RESOLUTIONS: readonly (readonly [string, ts.CompilerOptions])[] = [
  ["node16", { module: ModuleKind.Node16, moduleResolution: ModuleResolutionKind.Node16 }],
  ["nodenext", { module: ModuleKind.NodeNext, moduleResolution: ModuleResolutionKind.NodeNext }],
  ["bundler", { module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler }],
  ["node10", { module: ModuleKind.CommonJS, moduleResolution: ModuleResolutionKind.Node10 }],
];

const TYPED = `import { type Fit, fit, type ModelWithTruth, parseModelFile } from "contaminated-moe";
import { readDataFile } from "contaminated-moe/node";
import { type Figure, showTable } from "contaminated-moe/notebook";
const { model }: ModelWithTruth = parseModelFile({});
const { estimate } = fit(model, readDataFile("data.csv").sample);
if (!("lambda" in estimate)) throw new Error("the file has another gate");
export const lambda: number = estimate.lambda;
export const shareOf = (found: Fit): number => found.estimate.lambda;
export type Shown = Figure;
showTable({ caption: "one", head: ["lambda"], rows: [[String(lambda)]] });
`;
const CORE_TYPED = `import { fit, parseModelFile } from "contaminated-moe";
export const both = [fit, parseModelFile] as const;
`;

describe.each(RESOLUTIONS)("types under strict and moduleResolution %s", (_, options) => {
  it("are found by ES modules and CommonJS, are right in themselves, and refuse a wrong use", () => {
    const right = [write("typed.mts", TYPED), write("typed.cts", TYPED)];
    const wrong = write("wrong.mts", TYPED.replace("const lambda: number", "const lambda: string"));
    expect(complaints([...right, wrong], options, ["node"])).toEqual({
      "typed.mts": [],
      "typed.cts": [],
      "wrong.mts": ["Type 'number' is not assignable to type 'string'."],
    });
  });

  it("of the library need neither Node's nor the page's", () => {
    const bare = { ...options, lib: ["lib.es2022.d.ts"] };
    expect(complaints([write("core.mts", CORE_TYPED)], bare, [])).toEqual({ "core.mts": [] });
  });
});
