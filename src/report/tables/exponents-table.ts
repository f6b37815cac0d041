import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import { plainSymbol } from "../../model/parameters";
import type { Path } from "../../model/path";
import { localSlopes } from "../../theory/information/information-curve";
import { pathExponents, showExponent } from "../../theory/rates/exponents";
import { predictedExponents } from "../prediction/prediction";
import type { TextTable } from "./text-table";

/** The motion of a path in words: "λ* ~ n^-1/4, gap fixed". */
function motionText(path: Path<GateKind>): string {
  const { motion } = pathExponents(path);
  const { s, t, direction } = motion;
  const share = s.valueOf() === 0 ? "λ* fixed" : `λ* ~ n^-${s.toFraction()}`;
  if (direction.kind === "fixed" || t.valueOf() === 0) return `${share}, gap fixed`;
  return `${share}, gap ~ n^-${t.toFraction()}`;
}

/**
 * Guaranteed and sharp exponents of every parameter, exact, beside the local slope of the information curve at the
 * given sizes: how far from asymptotic they are.
 */
export function exponentsTable(paths: readonly Path<GateKind>[], slopesAt: readonly number[] = [1e4, 1e15]): TextTable {
  const rows = paths.flatMap((path) => {
    const slopes = localSlopes(path, slopesAt).map(inVectorOrder);
    return predictedExponents(path).parameters.map(({ name, guaranteed, sharp }, j) => [
      path.id,
      motionText(path),
      plainSymbol(name),
      showExponent(guaranteed),
      showExponent(sharp),
      ...slopes.map((slope) => slope[j].toFixed(3)),
    ]);
  });
  const slopeHeads = slopesAt.map((n) => `curve's slope at n = ${n.toExponential(0).replace("e+", "e")}`);
  return { head: ["path", "truth", "error of", "guaranteed", "sharp", ...slopeHeads], rows };
}
