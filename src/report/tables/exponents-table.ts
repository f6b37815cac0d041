import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import type { Rational } from "../../numerics/rational";
import { localSlopes } from "../../theory/information/information-curve";
import { pathExponents, showExponent } from "../../theory/rates/exponents";
import { letterOf } from "../display/for-readers";
import { predictedExponents } from "../prediction/prediction";
import type { TextTable } from "./text-table";

/** How a gate moves in words: "λ* fixed", "λ* ~ n^-1/4", "β* = 0", "β* fixed", "β* ~ n^-1/16". */
function gateMotion(path: Path<GateKind>, s: Rational): string {
  if ("lambda" in path) return s.valueOf() === 0 ? "λ* fixed" : `λ* ~ n^-${s.toFraction()}`;
  const moving = path.beta.filter(({ coefficient, exponent }) => coefficient !== 0 && exponent.valueOf() !== 0);
  if (path.beta.some(({ limit }) => limit !== 0)) return moving.length === 0 ? "β* fixed" : "β* moves";
  const [first, ...others] = moving.map(({ exponent }) => exponent);
  if (first === undefined) return "β* = 0";
  return `β* ~ n^-${others.reduce((least, each) => (each.compare(least) < 0 ? each : least), first).toFraction()}`;
}

/** The motion of a path in words: "λ* ~ n^-1/4, gap fixed". */
function motionText(path: Path<GateKind>): string {
  const { motion } = pathExponents(path);
  const { s, t, direction } = motion;
  const share = gateMotion(path, s);
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
      letterOf(name),
      showExponent(guaranteed),
      showExponent(sharp),
      ...slopes.map((slope) => slope[j].toFixed(3)),
    ]);
  });
  const slopeHeads = slopesAt.map((n) => `curve's slope at n = ${n.toExponential(0).replace("e+", "e")}`);
  return { head: ["path", "truth", "error of", "guaranteed", "sharp", ...slopeHeads], rows };
}
