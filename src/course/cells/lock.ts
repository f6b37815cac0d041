import { createHash } from "node:crypto";
import ts from "typescript";
import type { ExerciseCall } from "./exercise-call";

/** The tokens of a text, without comments, white space, and commas before a closing bracket. */
function tokens(text: string): readonly string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, ts.LanguageVariant.Standard, text);
  const all: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const token = scanner.getTokenText();
    if (/^[)\]}]$/.test(token) && all.at(-1) === ",") all.pop();
    all.push(token);
  }
  return all;
}

/** A call's text with null in the place of every answer. */
export function blankCall(call: ExerciseCall): string {
  const start = call.node.getStart(call.file);
  const places = call.questions.flatMap(({ given }) => (given === undefined ? [] : [given]));
  // A shorthand property is its own name: its value needs one.
  const edits = places.map((each) => ({
    from: each.getStart(call.file) - start,
    to: each.end - start,
    text: ts.isShorthandPropertyAssignment(each.parent) ? `${each.getText(call.file)}: null` : "null",
  }));
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, text: by }) => text.slice(0, from) + by + text.slice(to), call.node.getText(call.file));
}

/**
 * The checksum of a check (the first 32 hexadecimal digits of SHA-256): answers, layout and comments do not count, a
 * changed question, key or tolerance does.
 */
export function lockOf(call: ExerciseCall): string {
  return createHash("sha256")
    .update(tokens(blankCall(call)).join("\n"))
    .digest("hex")
    .slice(0, 32);
}
