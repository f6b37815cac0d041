import * as ts from "@tslab/typescript-for-tslab";
import type { AwaitGuard } from "./await-guard";

/**
 * The variables that cells share. tslab keeps them in a Proxy, which makes every assignment of a top-level loop some
 * hundred times slower than a local one; here they are properties of a plain object, which V8 compiles to a store.
 * What the Proxy was for (an import may be repeated or shadowed by a later cell) `define` does instead: it copies the
 * value where TypeScript's output would install a getter that cannot be replaced.
 */
export interface CellScope {
  readonly exports: Record<string, unknown>;
  readonly require: NodeJS.Require;
  define(target: Record<string, unknown>, name: string, attributes: PropertyDescriptor): void;
  /** See await-guard.ts. */
  readonly guard: AwaitGuard["guard"];
  readonly drain: AwaitGuard["drain"];
}

declare global {
  /** Set by tslab's executor; its compiled cells are called with its two first fields. */
  var __tslab__: { exports: Record<string, unknown>; require: NodeJS.Require } | CellScope | undefined;
}

/** Replaces the Proxy that tslab's executor has just installed by a plain object. */
export function installCellScope(awaits: AwaitGuard): CellScope {
  const installed = globalThis.__tslab__;
  if (!installed)
    throw new Error("tslab's executor did not install its cell scope; this tslab is not the one supported.");
  const scope: CellScope = {
    exports: {},
    require: installed.require,
    define(target, name, attributes) {
      if (name === "__esModule") return;
      target[name] = attributes.get ? attributes.get() : attributes.value;
    },
    guard: awaits.guard,
    drain: awaits.drain,
  };
  globalThis.__tslab__ = scope;
  return scope;
}

function isExportDefinition(node: ts.Statement): node is ts.ExpressionStatement {
  if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return false;
  const [target] = node.expression.arguments;
  return (
    node.expression.expression.getText() === "Object.defineProperty" &&
    target !== undefined &&
    ts.isIdentifier(target) &&
    target.text === "exports"
  );
}

/** Sends the `Object.defineProperty(exports, ...)` statements of a compiled cell through `define`. */
export function redirectDefinitions(output: string): string {
  if (!output.includes("Object.defineProperty(exports,")) return output;
  const file = ts.createSourceFile("cell.js", output, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  let text = output;
  for (const statement of [...file.statements].reverse()) {
    if (!isExportDefinition(statement)) continue;
    const start = statement.getStart();
    text = `${text.slice(0, start)}__tslab__.define${text.slice(start + "Object.defineProperty".length)}`;
  }
  return text;
}
