import ts from "typescript";
import { declarationsIn } from "../../../src/jupyter/cell/syntax/declarations";
import { parseCell } from "../../../src/jupyter/cell/syntax/parse";

/** Whether an identifier only names a property: `.x`, `{ x: 1 }`. */
function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    ((ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node) ||
    ts.isPropertySignature(parent)
  );
}

/** The names that code may use. */
function namesIn(source: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(parseCell(source));
  return names;
}

/**
 * Which of the cells above declare a name that the code uses, or that one of those cells uses, by their positions. A name
 * that a cell only assigns to, without declaring it, is not followed.
 */
export function neededCells(above: readonly string[], source: string): readonly number[] {
  const wanted = new Set(namesIn(source));
  const needed: number[] = [];
  for (let k = above.length - 1; k >= 0; k--) {
    const text = above[k] ?? "";
    if (![...declarationsIn(text).keys()].some((name) => wanted.has(name))) continue;
    needed.unshift(k);
    for (const name of namesIn(text)) wanted.add(name);
  }
  return needed;
}
