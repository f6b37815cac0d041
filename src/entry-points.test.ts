import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importsBelow } from "../docs/import-graph";
import * as core from "./index";
import * as node from "./node";
import * as notebook from "./notebook";
import { PACKAGE_ROOT } from "./package-root";
import { PACKAGE_VERSION } from "./package-version";

interface PackageFile {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
}
const packageFile = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")) as PackageFile;

/** All files of src/ that a file loads, itself included. */
function reached(entry: string): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of importsBelow(join(PACKAGE_ROOT, "src"))) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const to of next.get(file) ?? []) visit(to);
  };
  visit(entry);
  return [...seen];
}

function builtinsOf(file: string): readonly string[] {
  const text = readFileSync(join(PACKAGE_ROOT, "src", `${file}.ts`), "utf8");
  const named = [...text.matchAll(/(?:from|import|require\(|import\()\s*"([^".][^"]*)"/g)].map(([, name]) => name);
  return named.filter((name) => name.startsWith("node:") || builtinModules.includes(name));
}

describe("the entry points", () => {
  it("are three, and package.json names them", () => {
    expect(Object.keys(packageFile.exports)).toEqual(expect.arrayContaining([".", "./node", "./notebook"]));
    expect(packageFile.version).toBe(PACKAGE_VERSION);
  });

  it("show a reader fewer than 65 things first", () => {
    expect(Object.keys(core).length).toBeLessThan(65);
    expect(Object.keys(core).length).toBeGreaterThan(40);
  });

  it("export nothing twice", () => {
    const all = [core, node, notebook].flatMap((entry) => Object.keys(entry));
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
  });

  it("need no Node for the library itself", () => {
    const files = reached("index");
    expect(files.length).toBeGreaterThan(80);
    expect(
      files
        .filter((file) => !file.endsWith(".generated"))
        .flatMap((file) => builtinsOf(file).map((name) => `${file}: ${name}`)),
    ).toEqual([]);
    expect(reached("node").flatMap(builtinsOf)).not.toEqual([]);
  });
});
