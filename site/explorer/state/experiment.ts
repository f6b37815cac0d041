import { defaultBox } from "../../../src/model/box";
import { mapParameters } from "../../../src/model/by-parameter";
import { defineModel } from "../../../src/model/contaminated-moe";
import type { Path } from "../../../src/model/path";
import { lawOf, toPathJson } from "../../../src/study/design/path-json";
import { scenarioPath } from "../../../src/study/design/scenarios";
import { type ExplorerState, PRESETS } from "./state";

/** What the state describes, once it is sound. */
export interface Experiment {
  readonly path: Path;
  /** Ascending. */
  readonly sizes: readonly number[];
}

/** The path of the fields alone, which must be sound. */
function ownPath(state: ExplorerState): Path {
  const { nu0 } = state;
  return {
    id: "own/explorer",
    title: "own path",
    model: defineModel({
      covariates: { law: state.law, dimension: state.dimension },
      pretrained: {
        density: state.density === "student-t" ? { kind: "student-t", df: state.df } : { kind: state.density },
        expert: { kind: "activation", ...state.frozen },
        eta: state.eta0,
        nu: nu0,
      },
      prompt: { expert: { kind: "activation", ...state.prompt } },
      // As the scenarios': nu is sought within a factor of 100 of the frozen variance.
      box: { ...defaultBox(state.eta.length), nu: [nu0 / 100, nu0 * 100] },
    }),
    ...mapParameters(state, lawOf),
  };
}

function samePath(left: Path, right: Path): boolean {
  const nameless = (path: Path): string => JSON.stringify({ ...toPathJson(path), id: "", title: "" });
  return nameless(left) === nameless(right);
}

/**
 * The path of a state whose fields are sound: the preset's, whose records are published, while the fields still
 * describe it; else "own/explorer".
 */
export function pathOfState(state: ExplorerState): Path {
  const own = ownPath(state);
  const { path } = scenarioPath(state.preset);
  return samePath(own, path) ? path : own;
}

/** Is the path the published one? */
export function isPublished({ path }: Experiment): boolean {
  return PRESETS.includes(path.id);
}
