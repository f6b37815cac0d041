import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import type { CellFiles } from "../../cell/host";

function entries(path: string, wanted: "files" | "directories"): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(
        (each) =>
          (wanted === "files") === (each.isFile() || (each.isSymbolicLink() && !isDirectory(`${path}/${each.name}`))),
      )
      .map((each) => each.name);
  } catch {
    return [];
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The files of this machine. Those in `unchanging` directories and of packages are taken to stay as they are. */
export class NodeFiles implements CellFiles {
  readonly #unchanging: readonly string[];

  constructor(unchanging: readonly string[]) {
    this.#unchanging = unchanging.map((each) => `${each}/`);
  }

  fileExists(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  }

  readFile(path: string): string | undefined {
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  directoryExists(path: string): boolean {
    return isDirectory(path);
  }

  getDirectories(path: string): string[] {
    return entries(path, "directories");
  }

  getFiles(path: string): string[] {
    return entries(path, "files");
  }

  readonly realpath = (path: string): string => {
    try {
      return realpathSync.native(path);
    } catch {
      return path;
    }
  };

  version(path: string): string {
    if (path.includes("/node_modules/") || this.#unchanging.some((each) => path.startsWith(each))) return "0";
    const found = statSync(path, { throwIfNoEntry: false });
    return found ? `${found.mtimeMs} ${found.size}` : "";
  }
}
