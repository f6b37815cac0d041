import ts from "typescript";
import type { CellHost } from "../host";

/** How cells are compiled and checked: as modules of the current language, not under `strict`. */
export function compilerOptions({ libs, types }: Pick<CellHost, "libs" | "types">): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2024,
    // Cells may use `import` and `import x = require("m")`, whichever the module is.
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: [...libs],
    types: [...types],
    customConditions: ["node"],
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    jsx: ts.JsxEmit.React,
    esModuleInterop: true,
    skipLibCheck: true,
    // The default of later compilers is another.
    strict: false,
    noEmit: true,
  };
}
