import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PACKAGE_ROOT } from "../src/package-root";

const manifest = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")) as {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
};

it.each(Object.entries(manifest.bin))("a built clone has %s as a file that can be executed", (_name, file) => {
  expect(execFileSync(join(PACKAGE_ROOT, file), ["--version"], { encoding: "utf8" })).toBe(`${manifest.version}\n`);
});
