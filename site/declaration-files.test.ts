import { resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { KERNEL_LIBS } from "../src/jupyter/kernel/evaluator";
import { declarationFiles, LIBS } from "./declaration-files";

describe("what a live cell is compiled with", () => {
  it("is the language of the kernel", () => {
    expect(LIBS).toEqual(KERNEL_LIBS);
  });

  it("has the declarations of every library of that list, and of the package's three entries", () => {
    const files = Object.keys(declarationFiles(resolve(__dirname, ".."), ts));
    for (const lib of LIBS) expect(files).toContain(`node_modules/typescript/lib/${lib}`);
    for (const entry of ["index", "node", "notebook"]) expect(files).toContain(`dist/${entry}.d.ts`);
  });
});
