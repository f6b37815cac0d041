import ts from "typescript";
import type { CellHost } from "../host";
import { type CellFile, isHubName, spanInCell, toFile } from "./cell-file";
import type { CellService } from "./cell-service";

/** What may stand between two positions of a cell. */
export interface Completions {
  readonly matches: readonly string[];
  readonly start: number;
  readonly end: number;
}

const WORD_END = /[\p{ID_Continue}$\u200c\u200d]*$/u;
/** The specifier that is being typed: after `from`, `import`, `import(` or `require(`. */
const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])([^"'\n]*)$/;

function startingWith(prefix: string, names: Iterable<string>): readonly string[] {
  const all = [...new Set(names)];
  const exact = all.filter((each) => each.startsWith(prefix));
  if (exact.length > 0 || prefix === "") return exact;
  const lower = prefix.toLowerCase();
  return all.filter((each) => each.toLowerCase().startsWith(lower));
}

/**
 * A package's own name, by which its files may import what it exports (Node's documentation, "Self-referencing a package
 * using its name"), or, once the name is typed, its entry points.
 */
function ownSpecifiers(typed: string, directory: string, { files }: CellHost): readonly string[] {
  for (let place = directory; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
    const text = files.readFile(`${place}/package.json`);
    if (text === undefined) continue;
    const { config } = ts.parseConfigFileTextToJson("package.json", text);
    const { name, exports } = (config ?? {}) as { readonly name?: unknown; readonly exports?: unknown };
    if (typeof name !== "string" || typeof exports !== "object" || exports === null) return [];
    if (!typed.startsWith(`${name}/`)) return [name];
    return Object.keys(exports)
      .filter((entry) => /^\.\/[^*]+$/.test(entry))
      .map((entry) => name + entry.slice(1));
  }
  return [];
}

/** Packages and, for a relative specifier, files and directories, from where cells import. */
function specifiers(typed: string, host: CellHost): readonly string[] {
  const { files } = host;
  const at = typed.lastIndexOf("/") + 1;
  const parent = typed.slice(0, at);
  const found: string[] = [];
  if (typed.startsWith(".")) {
    for (const directory of host.directories) {
      const place = `${directory}/${parent}`.replace(/\/+$/, "");
      const names = files.getFiles(place).filter((each) => /(?<!\.d)\.([cm]?[jt]sx?|json)$/.test(each));
      found.push(...names.map((each) => parent + each.replace(/\.[tj]sx?$/, "")));
      found.push(
        ...files
          .getDirectories(place)
          .filter((each) => !/^(\.|node_modules$)/.test(each))
          .map((each) => parent + each),
      );
    }
    return found;
  }
  for (const directory of host.directories) {
    found.push(...ownSpecifiers(typed, directory, host));
    for (let place = directory; ; place = place.slice(0, place.lastIndexOf("/"))) {
      const modules = `${place === "/" ? "" : place}/node_modules/${parent}`.replace(/\/$/, "");
      found.push(
        ...files
          .getDirectories(modules)
          .filter((each) => !each.startsWith("."))
          .map((each) => parent + each),
      );
      if (place === "/" || place === "") break;
    }
  }
  return found;
}

/** Completes the name, the property, the text or the module specifier that ends at a position of the cell. */
export function completeCode(
  checker: CellService,
  file: CellFile,
  source: string,
  position: number,
  host: CellHost,
): Completions {
  const before = source.slice(0, position);
  const info = checker.service.getCompletionsAtPosition(checker.path, toFile(file, position), {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
    includeExternalModuleExports: false,
  });
  const entries = info?.entries ?? [];
  const specifier = SPECIFIER.exec(before);
  if (specifier) {
    const typed = specifier[2] ?? "";
    const builtIn = entries.filter((each) => each.kindModifiers?.includes("declare") || !typed.startsWith("."));
    const names = [...specifiers(typed, host), ...builtIn.map((each) => each.name)];
    const matches = names.filter((each) => each.startsWith(typed));
    return { matches: [...new Set(matches)].sort(), start: position - typed.length, end: position };
  }
  const [span] = entries.flatMap((each) => each.replacementSpan ?? []);
  const inText = span ?? (info?.isGlobalCompletion === false ? info.optionalReplacementSpan : undefined);
  const word = WORD_END.exec(before)?.[0].length ?? 0;
  const start = inText ? spanInCell(file, inText).start : position - word;
  const prefix = source.slice(start, position);
  const names = entries
    .filter((each) => each.kind !== ts.ScriptElementKind.warning && !isHubName(each.name))
    .map((each) => each.name);
  return { matches: startingWith(prefix, names), start, end: position };
}
