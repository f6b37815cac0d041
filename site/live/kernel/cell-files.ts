import type { CellHost } from "../../../src/jupyter/cell/host";
import { MemoryFiles } from "../../../src/jupyter/cell/memory-files";
import { NOTEBOOKS, ROOT } from "../node/site-files";

/** The files of a cell's imports and types, in memory, below ROOT. */
export class CellFilesInMemory {
  readonly #files: MemoryFiles;

  /** `beside` are the files in the notebook's directory, `libs` the libraries of the language. */
  constructor(
    beside: Readonly<Record<string, string>>,
    readonly libs: readonly string[],
  ) {
    this.#files = new MemoryFiles(Object.entries(beside).map(([path, text]) => [`${NOTEBOOKS}/${path}`, text]));
  }

  /** Takes in the declarations: of the language, of Node, of the library and its packages. */
  add(declarations: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(declarations)) this.#files.write(`${ROOT}/${path}`, text);
  }

  read(path: string): string | undefined {
    return this.#files.readFile(path);
  }

  host(documents: NonNullable<CellHost["documents"]>): CellHost {
    return {
      files: this.#files,
      libDirectory: `${ROOT}/node_modules/typescript/lib`,
      libs: this.libs,
      types: ["node"],
      directories: [NOTEBOOKS, ROOT],
      documents,
    };
  }
}
