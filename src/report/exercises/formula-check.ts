import { InputError } from "../../input-error";
import { showTable } from "../tables/html-table";

/** A displayed formula at one point: its two sides, computed in different ways. */
export interface FormulaCheck {
  readonly formula: string;
  readonly left: number;
  readonly right: number;
  /** Largest accepted |left - right| / max(1e-300, |right|) (or absolute where right is 0); 1e-8 unless told. */
  readonly tolerance?: number;
}

/** A formula of the text is wrong: its two sides differ. */
export class FormulaError extends Error {
  override readonly name = "FormulaError";
}

function difference(left: number, right: number): number {
  return right === 0 ? Math.abs(left) : Math.abs(left - right) / Math.abs(right);
}

function shown(value: number): string {
  return value === 0
    ? "0"
    : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
      ? value.toPrecision(7)
      : value.toExponential(5);
}

/**
 * Shows the two sides of every formula and stops the notebook when they differ.
 * @throws FormulaError naming the formulas that fail
 */
export function checkFormulas(title: string, checks: readonly FormulaCheck[]): void {
  if (checks.length === 0) throw new InputError(`"${title}" checks nothing; give at least one formula.`);
  const judged = checks.map((check) => {
    const { left, right, tolerance = 1e-8 } = check;
    // Written so that NaN fails.
    return { ...check, tolerance, ok: difference(left, right) <= tolerance };
  });
  showTable({
    caption: title,
    head: ["formula", "left side", "right side", "relative tolerance", "holds"],
    rows: judged.map(({ formula, left, right, tolerance, ok }) => [
      formula,
      shown(left),
      shown(right),
      tolerance.toExponential(0).replace("e+0", "").replace("e+", "e"),
      ok ? "✓ yes" : "✗ NO",
    ]),
  });
  const wrong = judged.filter(({ ok }) => !ok);
  if (wrong.length > 0) {
    throw new FormulaError(`${title}: ${wrong.map(({ formula }) => formula).join("; ")} does not hold.`);
  }
}
