import { InputError } from "../../../input-error";
import type { Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { frozenCoordinates } from "../../../model/frozen-coordinates";
import { type FrozenPoint, weakDistance } from "../../../theory/rates/loss";
import { classify } from "../../../theory/rates/scenario";

/**
 * The truths of a fixed lambda at distance rho from the frozen point (eta0, nu0), in the distance of the scenario's loss:
 * S: ||(Deta, Dnu)||; L: ||Da|| + |Db|^2 + |Dnu|. The minimax rates are about the worst of them.
 */
export interface TruthClass {
  readonly model: ContaminatedMoe;
  readonly scenario: "S" | "L";
  readonly frozen: FrozenPoint;
  readonly lambda: number;
}

/** @throws InputError unless the model is of scenario S or L and 0 < lambda < 1. */
export function truthClass(model: ContaminatedMoe, lambda: number): TruthClass {
  const classified = classify(model);
  const eta = frozenCoordinates(model);
  const scenario = classified.covered ? classified.scenario : undefined;
  if (eta === undefined || (scenario !== "S" && scenario !== "L")) {
    throw new InputError(
      `A class of merging truths needs a model of scenario S or L; this one is ${scenario ?? "covered by none"}.`,
    );
  }
  if (!(lambda > 0 && lambda < 1)) throw new InputError(`lambda is ${lambda}; a class of truths needs 0 < lambda < 1.`);
  return { model, scenario, frozen: { eta, nu: model.pretrained.nu }, lambda };
}

/** Distance of two prompts in the scenario's loss. */
export function promptDistance({ scenario }: TruthClass, left: FrozenPoint, right: FrozenPoint): number {
  if (scenario === "L") return weakDistance(left, right);
  const squares = left.eta.reduce((sum, value, j) => sum + (value - right.eta[j]) ** 2, 0);
  return Math.sqrt(squares + (left.nu - right.nu) ** 2);
}

/**
 * The truth at distance rho in direction v = (va, vb, vnu), any vector but 0. S: the gap is rho v / ||v||. L: with
 * S = ||va|| + |vb| + |vnu|, Da = rho va / S, Db = sign(vb) sqrt(rho |vb| / S), Dnu = rho vnu / S. undefined outside the box.
 */
export function truthInDirection(of: TruthClass, rho: number, v: ArrayLike<number>): Parameters | undefined {
  const { model, scenario, frozen, lambda } = of;
  const q = frozen.eta.length;
  const norm = (length: number): number =>
    Math.sqrt(Array.from({ length }, (_, j) => v[j] * v[j]).reduce((sum, square) => sum + square, 0));
  const total = scenario === "S" ? norm(q + 1) : norm(q - 1) + Math.abs(v[q - 1]) + Math.abs(v[q]);
  if (!(total > 0)) return undefined;
  const eta = frozen.eta.map((value, j) => {
    const share = (rho * v[j]) / total;
    if (scenario === "L" && j === q - 1) return value + Math.sign(share) * Math.sqrt(Math.abs(share));
    return value + share;
  });
  const nu = frozen.nu + (rho * v[q]) / total;
  const inside = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;
  const { box } = model;
  return inside(nu, box.nu) && eta.every((value, j) => inside(value, box.eta[j])) ? { lambda, eta, nu } : undefined;
}

/** All vectors of whole numbers whose absolute values sum to `divisions`: a grid of directions, both signs. */
export function directionGrid(coordinates: number, divisions: number): readonly (readonly number[])[] {
  if (coordinates === 1) return divisions === 0 ? [[0]] : [[divisions], [-divisions]];
  return Array.from({ length: 2 * divisions + 1 }, (_, k) => k - divisions).flatMap((first) =>
    directionGrid(coordinates - 1, divisions - Math.abs(first)).map((rest) => [first, ...rest]),
  );
}
