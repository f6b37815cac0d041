import type { GateKind } from "../../model/by-parameter";
import { pathIn, type ScenarioPath } from "./scenario-path";
import { SCENARIO_PATHS } from "./scenarios";
import { SOFTMAX_PATHS } from "./softmax-paths";

/** All named paths, of either gate: those of the constant gate first. */
export const NAMED_PATHS: readonly ScenarioPath<GateKind>[] = [...SCENARIO_PATHS, ...SOFTMAX_PATHS];

/** The named path with this id, of either gate. @throws InputError listing the known ids. */
export function namedPath(id: string): ScenarioPath<GateKind> {
  return pathIn(NAMED_PATHS, id);
}
