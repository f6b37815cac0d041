import { defaultBox, defaultSoftmaxBox } from "../../../src/model/box";
import { type GateKind, mapParameters } from "../../../src/model/by-parameter";
import { type ContaminatedMoe, defineModel } from "../../../src/model/contaminated-moe";
import type { Density } from "../../../src/model/density";
import { SOFTMAX_GATE } from "../../../src/model/gate";
import { type Path, pathInModel } from "../../../src/model/path";
import { namedPath } from "../../../src/study/design/named-paths";
import { lawOf, toPathJson } from "../../../src/study/design/path-json";
import { lawsOf } from "./gate-choice";
import { type ExpertChoice, type ExplorerState, PRESETS } from "./state";

/** What the state describes, once it is sound. */
export interface Experiment {
  readonly path: Path<GateKind>;
  /** Ascending. */
  readonly sizes: readonly number[];
}

/** The model of the fields alone, which must be sound. */
function ownModel(state: ExplorerState): ContaminatedMoe<GateKind> {
  const { nu0, dimension } = state;
  const density: Density =
    state.density === "student-t" ? { kind: "student-t", df: state.df } : { kind: state.density };
  const expert = (choice: ExpertChoice) => ({ kind: "activation", ...choice }) as const;
  const parts = {
    covariates: { law: state.law, dimension },
    pretrained: { density, expert: expert(state.frozen), eta: state.eta0, nu: nu0 },
    prompt: { expert: expert(state.prompt) },
  };
  const q = state.eta.length;
  // As the named paths': nu is sought within a factor of 100 of the frozen variance.
  const nu = [nu0 / 100, nu0 * 100] as const;
  return state.gate.kind === "constant"
    ? defineModel({ ...parts, box: { ...defaultBox(q), nu } })
    : defineModel({ ...parts, gate: SOFTMAX_GATE, box: { ...defaultSoftmaxBox(dimension, q), nu } });
}

/** The path of the fields alone, which must be sound. */
function ownPath(state: ExplorerState): Path<GateKind> {
  const named = { id: "own/explorer", title: "own path", model: ownModel(state) };
  return pathInModel(named, mapParameters(lawsOf(state), lawOf));
}

function samePath(left: Path<GateKind>, right: Path<GateKind>): boolean {
  const nameless = (path: Path<GateKind>): string => JSON.stringify({ ...toPathJson(path), id: "", title: "" });
  return nameless(left) === nameless(right);
}

/**
 * The path of a state whose fields are sound: the preset's, whose records are published, while the fields still
 * describe it; else "own/explorer".
 */
export function pathOfState(state: ExplorerState): Path<GateKind> {
  const own = ownPath(state);
  const { path } = namedPath(state.preset);
  return samePath(own, path) ? path : own;
}

/** Is the path the published one? */
export function isPublished({ path }: Experiment): boolean {
  return PRESETS.includes(path.id);
}
