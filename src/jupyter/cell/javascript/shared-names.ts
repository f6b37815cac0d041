import ts from "typescript";
import type { Place } from "../scope";
import type { Declaration } from "../syntax/declarations";
import type { References } from "./references";

/** What the rewriting of one cell goes by. */
export interface RewritePlan {
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly references: References;
  place(name: string): Place | undefined;
  /** Whether a variable of this cell is kept in a local one as well, from which it is read. */
  isLocal(name: string): boolean;
  /** The identifiers that the cell's code uses for a home and for the running cell. */
  homeName(home: number): string;
  readonly cellName: string;
}

const f = ts.factory;

/** How the code of one cell reads and stores the names it shares. */
export class SharedNames {
  readonly #plan: RewritePlan;

  constructor(plan: RewritePlan) {
    this.#plan = plan;
  }

  /** Whether an identifier means a name that cells share. */
  isShared(node: ts.Identifier): boolean {
    return this.#plan.references.uses.has(node);
  }

  isLocal(name: string): boolean {
    return this.#plan.isLocal(name);
  }

  hasPlace(name: string): boolean {
    return this.#plan.place(name) !== undefined;
  }

  /** `homes.x`, or for an import `homes.x.key`. */
  access(name: string, at?: ts.Node): ts.Expression {
    const place = this.#plan.place(name);
    if (!place) return f.createIdentifier(name);
    const home = f.createIdentifier(this.#plan.homeName(place.home));
    const slot = f.createPropertyAccessExpression(home, name);
    const access = place.key === undefined ? slot : f.createPropertyAccessExpression(slot, place.key);
    return at ? ts.setSourceMapRange(access, at) : access;
  }

  /** `homes.x = value;` */
  store(name: string, value: ts.Expression): ts.Statement {
    return f.createExpressionStatement(f.createAssignment(this.access(name), value));
  }

  /** What the engine gives the running cell: `meta`, `import`, `resume`. */
  given(name: string): ts.Expression {
    return f.createPropertyAccessExpression(f.createIdentifier(this.#plan.cellName), name);
  }

  /** A call of what the engine gives. */
  hook(name: string, parameters: readonly ts.Expression[]): ts.CallExpression {
    return f.createCallExpression(this.given(name), undefined, parameters);
  }
}
