import ts from "typescript";
import { type CellFile, toFile } from "./cell-file";
import type { CellService } from "./cell-service";

function documented(
  documentation: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[],
): string {
  const lines = tags.map(({ name, text }) => `@${name} ${ts.displayPartsToString([...(text ?? [])])}`.trimEnd());
  return [ts.displayPartsToString([...(documentation ?? [])]), ...lines].filter((each) => each !== "").join("\n");
}

/** The signature of the call that a position is in the parentheses of. */
function signature(checker: CellService, position: number): string | undefined {
  const found = checker.service.getSignatureHelpItems(checker.path, position, undefined);
  const item = found?.items[found.selectedItemIndex];
  if (!item) return undefined;
  const text = (parts: readonly ts.SymbolDisplayPart[]): string => ts.displayPartsToString([...parts]);
  const parameters = item.parameters.map((each) => text(each.displayParts)).join(text(item.separatorDisplayParts));
  const line = text(item.prefixDisplayParts) + parameters + text(item.suffixDisplayParts);
  const notes = item.parameters
    .map((each) => ({ name: each.name, note: text(each.documentation) }))
    .filter(({ note }) => note !== "")
    .map(({ name, note }) => `@param ${name} ${note}`);
  return [line, documented(item.documentation, []), ...notes].filter((each) => each !== "").join("\n");
}

/** Describes the name at a position of the cell, or before it, or else the call around it. */
export function inspectCode(checker: CellService, file: CellFile, position: number): string | undefined {
  for (const at of [position, position - 1]) {
    if (at < 0) continue;
    const found = checker.service.getQuickInfoAtPosition(checker.path, toFile(file, at));
    if (!found?.displayParts) continue;
    const notes = documented(found.documentation, found.tags ?? []);
    // What an earlier cell declares is an alias here, which is of no interest.
    const line = ts
      .displayPartsToString(found.displayParts)
      .replace(/^\(alias\) /, "")
      .replace(/\nimport (.*) = (?:__cells__\.c\d+\.)?\1$/, "");
    return notes === "" ? line : `${line}\n\n${notes}`;
  }
  return signature(checker, toFile(file, position));
}
