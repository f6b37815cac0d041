import type { CellFiles } from "./host";

/** Files kept in a map from absolute paths to contents. */
export class MemoryFiles implements CellFiles {
  readonly #contents: Map<string, string>;
  readonly #versions = new Map<string, number>();
  readonly #children = new Map<string, { readonly files: Set<string>; readonly directories: Set<string> }>();

  constructor(contents: Iterable<readonly [string, string]>) {
    this.#contents = new Map(contents);
    for (const path of this.#contents.keys()) this.#enter(path);
  }

  /** Adds a file, or replaces its content. */
  write(path: string, content: string): void {
    this.#contents.set(path, content);
    this.#versions.set(path, (this.#versions.get(path) ?? 0) + 1);
    this.#enter(path);
  }

  fileExists(path: string): boolean {
    return this.#contents.has(path);
  }

  readFile(path: string): string | undefined {
    return this.#contents.get(path);
  }

  directoryExists(path: string): boolean {
    return this.#children.has(path.length > 1 ? path.replace(/\/$/, "") : path);
  }

  getDirectories(path: string): string[] {
    return [...(this.#children.get(path)?.directories ?? [])];
  }

  getFiles(path: string): string[] {
    return [...(this.#children.get(path)?.files ?? [])];
  }

  version(path: string): string {
    return String(this.#versions.get(path) ?? 0);
  }

  #directory(path: string): { readonly files: Set<string>; readonly directories: Set<string> } {
    const known = this.#children.get(path);
    if (known) return known;
    const made = { files: new Set<string>(), directories: new Set<string>() };
    this.#children.set(path, made);
    if (path !== "/") {
      const at = path.lastIndexOf("/");
      this.#directory(path.slice(0, at) || "/").directories.add(path.slice(at + 1));
    }
    return made;
  }

  #enter(path: string): void {
    const at = path.lastIndexOf("/");
    this.#directory(path.slice(0, at) || "/").files.add(path.slice(at + 1));
  }
}
