import type ts from "typescript";
import type { KnownName } from "../scope";
import type { Declaration } from "../syntax/declarations";

/**
 * A cell as the module the compiler checks: its own text, with one insertion that brings in the names of earlier cells
 * and exports its own. Lines stay, positions behind the insertion are shifted by its length.
 */
export interface CellFile {
  readonly text: string;
  /** Where in the cell's text the insertion is. */
  readonly at: number;
  readonly length: number;
}

/** The specifier of an earlier cell's file is this and the number of its slot. */
export const SLOT = "cell:";
/** The specifier of the file through which all slots are reached. */
export const HUB = "cell:all";
const HUB_NAME = "__cells__";

/** Whether a name is one that only the compiler sees. */
export function isHubName(name: string): boolean {
  return name === HUB_NAME;
}

/**
 * Every file of a cell, and every slot that is still free, imports the hub and nothing else of other cells: while the
 * imports of a file stay the same, the compiler keeps its program and does not look at each of its some hundred files
 * again.
 */
const HEADER = `import * as ${HUB_NAME} from "${HUB}";`;
export const FREE_SLOT: string = `${HEADER}export {};`;

/** The file that names so many slots. */
export function hubText(slots: number): string {
  return Array.from({ length: slots }, (_, at) => `export * as c${at} from "${SLOT}${at}";`).join("\n");
}

/** Comments that mean something at the top of a file only: `// @ts-nocheck`, `/// <reference ...>`. */
const LEADING_COMMENTS = /^(?:[^\S\n]*(?:\/\/[^\n]*)?\n)*/;

/** The words of a text that may be names. */
export function wordsOf(source: string): ReadonlySet<string> {
  return new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
}

function broughtIn({ name, kind, isType }: KnownName, slot: number): string {
  const source = `${HUB_NAME}.c${slot}.${name}`;
  if ((kind === "variable" || kind === "constant") && !isType) {
    // An alias cannot be assigned to, a variable can.
    return `declare ${kind === "constant" ? "const" : "let"} ${name}: typeof ${source};`;
  }
  return `import ${name} = ${source};`;
}

/** Makes the file of a cell from its declarations and the names of earlier cells that it may use. */
export function cellFile(
  source: string,
  declarations: ReadonlyMap<string, Declaration>,
  known: Iterable<KnownName>,
  slotOf: (run: number) => number | undefined,
): CellFile {
  const lines = [HEADER];
  for (const each of known) {
    const slot = slotOf(each.run);
    if (slot !== undefined && !declarations.has(each.name)) lines.push(broughtIn(each, slot));
  }
  const exported = [...declarations.values()]
    .filter((each) => !each.isExported && each.kind !== "local")
    .map((each) => each.name);
  const insertion = `${lines.join("")}export { ${exported.join(", ")} };`;
  const at = LEADING_COMMENTS.exec(source)?.[0].length ?? 0;
  return { text: source.slice(0, at) + insertion + source.slice(at), at, length: insertion.length };
}

/** The position in the file of one in the cell. */
export function toFile(file: CellFile, position: number): number {
  return position < file.at ? position : position + file.length;
}

/** The position in the cell of one in the file. */
export function toCell(file: CellFile, position: number): number {
  return position <= file.at ? position : Math.max(file.at, position - file.length);
}

/** Whether a position of the file is in what was inserted, where nothing concerns the cell. */
export function isInserted(file: CellFile, position: number | undefined): boolean {
  return position !== undefined && position >= file.at && position < file.at + file.length;
}

/** A stretch of the cell. */
export function spanInCell(file: CellFile, span: ts.TextSpan): ts.TextSpan {
  const start = toCell(file, span.start);
  return { start, length: toCell(file, span.start + span.length) - start };
}
