import type { CellCase } from "./cell-case";
import { COMBINATIONS } from "./combinations";
import { FAULTS } from "./faults";
import { LANGUAGE } from "./language";
import { SHARED_VARIABLES } from "./shared-variables";

/** The cells that every host must run alike. */
export const CELL_CASES: readonly CellCase[] = [...SHARED_VARIABLES, ...LANGUAGE, ...COMBINATIONS, ...FAULTS];

/** The modules that the cases import, by path: every host offers them beside the notebook. */
export const CASE_FILES: Readonly<Record<string, string>> = {
  "node_modules/numbers/package.json":
    '{ "name": "numbers", "version": "1.0.0", "main": "index.js", "types": "index.d.ts" }',
  "node_modules/numbers/index.d.ts": [
    "export declare const one = 1; export declare const two = 2; export declare let count: number;",
    "export declare function up(): void; export declare function double(x: number): number;",
    "export type One = 1; declare const text: string; export default text;",
  ].join("\n"),
  "node_modules/numbers/index.js": [
    "exports.__esModule = true; exports.one = 1; exports.two = 2; exports.default = 'default';",
    "exports.count = 0; exports.up = () => { exports.count++; }; exports.double = (x) => 2 * x;",
  ].join("\n"),
  "node_modules/common/package.json":
    '{ "name": "common", "version": "1.0.0", "main": "index.js", "types": "index.d.ts" }',
  "node_modules/common/index.d.ts": "declare const common: { three: number }; export = common;",
  "node_modules/common/index.js": "module.exports = { three: 3 };",
  "data.json": '{ "answer": 42 }',
};
