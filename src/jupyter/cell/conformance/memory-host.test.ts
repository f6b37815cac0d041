import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { CellEngine } from "../engine";
import type { CellRuntime } from "../host";
import { MemoryFiles } from "../memory-files";
import { CASE_FILES, CELL_CASES } from "./all-cases";
import type { Expectation } from "./cell-case";

/** TypeScript's libraries as a browser would fetch them: a map from paths to texts. */
const LIBRARY = dirname(require.resolve("typescript"));
const libraries = readdirSync(LIBRARY)
  .filter((each) => /^lib\..*\.d\.ts$/.test(each))
  .map((each) => [`/lib/${each}`, readFileSync(join(LIBRARY, each), "utf8")] as const);

const documents = ts.createDocumentRegistry(true);

function makeEngine(): CellEngine {
  const own = Object.entries(CASE_FILES).map(([path, text]) => [`/notebook/${path}`, text] as const);
  return new CellEngine({
    files: new MemoryFiles([...libraries, ...own]),
    libDirectory: "/lib",
    libs: ["lib.es2023.d.ts", "lib.es2024.string.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts"],
    types: [],
    directories: ["/notebook"],
    documents,
  });
}

/** Modules of the map, as CommonJS. */
function makeRuntime(): CellRuntime {
  const loaded = new Map<string, { exports: unknown }>();
  const load = (specifier: string): unknown => {
    const path = specifier.startsWith("./") ? specifier.slice(2) : `node_modules/${specifier}/index.js`;
    const text = CASE_FILES[path];
    if (text === undefined) throw new Error(`no module ${specifier}`);
    if (path.endsWith(".json")) return JSON.parse(text);
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    new Function("exports", "module", text)(module.exports, module);
    return module.exports;
  };
  return {
    load,
    call: (code, name, parameters) => runInThisContext(code, { filename: name })(...parameters),
    interruption: () => undefined,
  };
}

interface Ended {
  readonly value?: unknown;
  readonly hasValue?: boolean;
  readonly error?: unknown;
  readonly refused?: readonly { readonly code: number; readonly at: readonly number[] }[];
  readonly printed: string;
  readonly place: readonly number[] | undefined;
}

class Notebook {
  readonly #engine = makeEngine();
  readonly #runtime = makeRuntime();
  #count = 0;

  async run(source: string): Promise<Ended> {
    const name = `cell-${++this.#count}.ts`;
    const compiled = this.#engine.compile(source, name);
    const found = "code" in compiled ? this.#engine.check(compiled) : compiled;
    if (!("code" in compiled) || found.length > 0) {
      const refused = found.map(({ code, start }) => ({ code, at: start ? [start.line, start.column] : [] }));
      return { refused, printed: "", place: undefined };
    }
    const printed: string[] = [];
    const log = console.log;
    console.log = (...parts: readonly unknown[]) => printed.push(parts.join(" "));
    try {
      const { value, hasValue } = await this.#engine.run(compiled, this.#runtime);
      this.#engine.settle(compiled, true);
      return { value, hasValue, printed: printed.join("\n"), place: undefined };
    } catch (error) {
      this.#engine.settle(compiled, false);
      const stack = error instanceof Error ? String(error.stack) : "";
      const [, line, column] = new RegExp(`${name}:(\\d+):(\\d+)`).exec(stack) ?? [];
      const place = this.#engine.source(compiled, { line: Number(line), column: Number(column) });
      return { error, printed: printed.join("\n"), place: place && [place.line, place.column] };
    } finally {
      console.log = log;
    }
  }
}

function judge(ended: Ended, expected: Expectation | undefined): void {
  if (!expected || "value" in expected || "silent" in expected || "prints" in expected) {
    expect(ended.refused ?? []).toEqual([]);
    expect(ended.error).toBeUndefined();
  }
  if (!expected) return;
  if ("value" in expected) expect(JSON.parse(JSON.stringify(ended.value))).toEqual(expected.value);
  if ("silent" in expected) expect(ended.value).toBeUndefined();
  if ("prints" in expected) expect(ended.printed).toBe(expected.prints);
  if ("refused" in expected) {
    expect(ended.refused?.map((each) => each.code)).toContain(expected.refused);
    if (expected.at) expect(ended.refused?.find((each) => each.code === expected.refused)?.at).toEqual(expected.at);
  }
  if ("throws" in expected) {
    expect(ended.error).toMatchObject({ name: expected.throws });
    expect(String(ended.error)).toContain(expected.says ?? "");
  }
  if ("throwsAt" in expected) expect(ended.place).toEqual(expected.throwsAt);
}

describe("cells on a host that is a map of files", () => {
  it("are hundreds", () => {
    expect(CELL_CASES.length).toBeGreaterThan(200);
    expect(new Set(CELL_CASES.map((each) => each.name)).size).toBe(CELL_CASES.length);
  });

  it.each(CELL_CASES)("$name", async ({ steps }) => {
    const notebook = new Notebook();
    for (const [code, expected] of steps) judge(await notebook.run(code), expected);
  });
});

describe("the engine", () => {
  it("imports the compiler and itself, and nothing of Node", () => {
    const directory = join(__dirname, "..");
    const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter(
      (each) => each.endsWith(".ts") && !each.startsWith("conformance") && !each.endsWith(".test.ts"),
    );
    const imported = files.flatMap((each) =>
      ts
        .preProcessFile(readFileSync(join(directory, each), "utf8"))
        .importedFiles.map(({ fileName }) =>
          fileName.startsWith(".") ? relative(directory, join(directory, dirname(each), fileName)) : fileName,
        ),
    );
    expect(imported.length).toBeGreaterThan(20);
    expect(imported.filter((each) => each !== "typescript" && !files.includes(`${each}.ts`))).toEqual([]);
  });
});
