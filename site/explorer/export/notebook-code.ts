import type { PowerLawJson } from "../../../src/study/design/path-json";
import { type Experiment, isPublished } from "../state/experiment";
import type { GateChoice } from "../state/gate-choice";
import type { ExplorerState } from "../state/state";

function lawCode({ limit, coefficient, exponent }: PowerLawJson): string {
  return coefficient === 0 ? `fixed(${limit})` : `powerLaw(${limit}, ${coefficient}, "${exponent}")`;
}

function expertCode({ activation, bias }: ExplorerState["prompt"]): string {
  return `{ kind: "activation", activation: "${activation}", bias: ${bias} }`;
}

function boxCode({ gate, dimension, eta }: ExplorerState): string {
  return gate.kind === "constant" ? `defaultBox(${eta.length})` : `defaultSoftmaxBox(${dimension}, ${eta.length})`;
}

function gateCode(gate: GateChoice): string {
  if (gate.kind === "constant") return `  lambda: ${lawCode(gate.lambda)},`;
  return `  tau: ${lawCode(gate.tau)},\n  beta: [${gate.beta.map(lawCode).join(", ")}],`;
}

function pathCode(state: ExplorerState, experiment: Experiment): string {
  const softmax = state.gate.kind === "softmax";
  if (isPublished(experiment))
    return `const { path } = ${softmax ? "softmaxPath" : "scenarioPath"}("${experiment.path.id}");`;
  const { density, df, nu0 } = state;
  return `const path: ${softmax ? 'Path<"softmax">' : "Path"} = {
  id: "own/explorer",
  title: "own path",
  model: defineModel({${softmax ? '\n    gate: { kind: "softmax" },' : ""}
    covariates: { law: "${state.law}", dimension: ${state.dimension} },
    pretrained: {
      density: { kind: "${density}"${density === "student-t" ? `, df: ${df}` : ""} },
      expert: ${expertCode(state.frozen)},
      eta: [${state.eta0.join(", ")}],
      nu: ${nu0},
    },
    prompt: { expert: ${expertCode(state.prompt)} },
    box: { ...${boxCode(state)}, nu: [${nu0 / 100}, ${nu0 * 100}] },
  }),
${gateCode(state.gate)}
  eta: [${state.eta.map(lawCode).join(", ")}],
  nu: ${lawCode(state.nu)},
};`;
}

/** What the path's code takes from the library. */
function pathImports({ gate }: ExplorerState, experiment: Experiment): readonly string[] {
  const softmax = gate.kind === "softmax";
  if (isPublished(experiment)) return [softmax ? "softmaxPath" : "scenarioPath"];
  return [softmax ? "defaultSoftmaxBox" : "defaultBox", "defineModel", "fixed", "type Path", "powerLaw"];
}

/** How often the search missed the optimum next to the truth, and how often it found a higher one. */
const COMPARISON = `const comparison = compareStarts(await pairStarts(cold, warm));
showTable({
  head: ["n", "data sets", "cold fit higher", "cold fit lower"],
  rows: comparison.map((c) => [c.n, c.pairs, c.coldHigher, c.coldLower].map(String)),
});
`;

/** TypeScript for a notebook cell that runs the state's study: the same seed, so the same records as in the page. */
export function notebookCode(state: ExplorerState, experiment: Experiment): string {
  const starts = state.start === "both" ? ["cold", "warm"] : [state.start];
  const both = state.start === "both";
  const core = [
    ...(both ? ["compareStarts", "pairStarts"] : []),
    "designStudy",
    ...pathImports(state, experiment),
    "summarize",
  ].sort();
  const runs = starts.map(
    (start) => `const ${start} = await runStudy(
  designStudy(path, {
    sizes: [${experiment.sizes.join(", ")}],
    replications: ${state.replications},
    seed: ${state.seed},
    start: "${start}",
  }),
);`,
  );
  return `import { ${core.join(", ")} } from "contaminated-moe";
import { runStudy } from "contaminated-moe/node";
import { errorTable, showTable, verdict, verdictTable } from "contaminated-moe/notebook";

${pathCode(state, experiment)}
${runs.join("\n")}
const summary = await summarize(${starts[0]});
showTable(errorTable(summary));
showTable(verdictTable(verdict(path, summary)));
${both ? COMPARISON : ""}`;
}

/** The code as a notebook for this workbook's kernel. */
export function notebookFile(state: ExplorerState, experiment: Experiment): string {
  const cell = {
    cell_type: "code",
    execution_count: null,
    id: "explorer",
    metadata: {},
    outputs: [],
    source: notebookCode(state, experiment)
      .trimEnd()
      .split(/(?<=\n)/),
  };
  const metadata = {
    kernelspec: { display_name: "contaminated-moe (TypeScript)", language: "typescript", name: "contaminated-moe" },
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
  };
  return `${JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
