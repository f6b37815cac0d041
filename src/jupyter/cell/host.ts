import type { DocumentRegistry } from "typescript";

/**
 * What the cell engine needs of the place it works in. Node and a browser's worker each bring one; a map of files, as
 * `@typescript/vfs` keeps it, is enough to make one (see memory-files.ts).
 */

/** Files by absolute path with forward slashes, read synchronously. */
export interface CellFiles {
  fileExists(path: string): boolean;
  readFile(path: string): string | undefined;
  directoryExists(path: string): boolean;
  /** Names of the directories in a directory. */
  getDirectories(path: string): string[];
  /** Names of the files in a directory. */
  getFiles(path: string): string[];
  /** Follows links; undefined where there are none. */
  readonly realpath?: (path: string) => string;
  /** Changes when the content of the file does; constant for files that are never edited. */
  version(path: string): string;
}

/** Where cells are compiled: the files the compiler reads, and how it reads them. */
export interface CellHost {
  readonly files: CellFiles;
  /** The directory of TypeScript's own `lib.*.d.ts`. */
  readonly libDirectory: string;
  /** The libraries of the language that exist where cells run, by file name: `lib.es2023.d.ts`. */
  readonly libs: readonly string[];
  /** Packages whose declarations are global: `node`. */
  readonly types: readonly string[];
  /** Where imports of cells are looked for, in this order: the notebook's directory, then the project's. */
  readonly directories: readonly string[];
  /** Parsed files, for engines that share the same files; each engine has its own when not given. */
  readonly documents?: DocumentRegistry;
}

/** Where cells run. */
export interface CellRuntime {
  /** The module a cell imports: a module namespace, or what a CommonJS module exports. */
  load(specifier: string, attributes: Readonly<Record<string, string>>): unknown;
  /** Calls the function that `code` evaluates to; in stack traces the code is called `name`. */
  call(code: string, name: string, parameters: readonly unknown[]): unknown;
  /** What `import.meta` is in a cell; an empty object where the host has none. */
  readonly meta?: object;
  /** Whether the running cell was interrupted; what it awaits then ends with this reason. */
  interruption(): unknown;
}
