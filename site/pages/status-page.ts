import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { PublishedStudy } from "contaminated-moe/node";
import { calibrationTable, judgePublished, verdictCalibration } from "contaminated-moe/notebook";
import { escapeHtml } from "#dist/report/display/escape-html";
import { forReaders } from "#dist/report/display/for-readers";
import { countAnswers } from "#dist/report/verdict/verdict-overview";
import { VERDICT_HEADINGS, verdictCells } from "#dist/report/verdict/verdict-table";
import type { Page } from "./shell";
import { verdictMap } from "./verdict-map";

const ROOT = resolve(__dirname, "../../..");

/** A cell of plain text, or a link. */
type Cell = string | { readonly text: string; readonly href: string };

function cellHtml(cell: Cell): string {
  if (typeof cell === "string") return escapeHtml(cell);
  return `<a href="${escapeHtml(cell.href)}">${escapeHtml(cell.text)}</a>`;
}

function table(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const heads = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cellHtml(cell)}</td>`).join("")}</tr>`).join("");
  const name = escapeHtml(forReaders(caption));
  return (
    `<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table><caption>${name}</caption>` +
    `<thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`
  );
}

/** A path's name leads to the explorer, which opens with it. */
function linkedPath([path, ...rest]: readonly string[]): readonly Cell[] {
  return [{ text: path, href: `explorer.html#preset=${path}` }, ...rest];
}

function versions(): readonly (readonly string[])[] {
  const { version, dependencies, devDependencies } = JSON.parse(
    readFileSync(resolve(ROOT, "package.json"), "utf8"),
  ) as {
    version: string;
    dependencies: Readonly<Record<string, string>>;
    devDependencies: Readonly<Record<string, string>>;
  };
  const shown = ["ml-matrix", "tslab", "plotly.js-dist"];
  return [
    ["contaminated-moe", version],
    ["Node.js that built this page", process.versions.node],
    ...shown.map((name) => [name, dependencies[name] ?? devDependencies[name] ?? "not installed"]),
  ];
}

/** How long the notebooks took when `npm start` last ran here: a table, or where to get one. */
function runTimes(): string {
  const file = resolve(ROOT, "build", "reproduce.json");
  const hint = "<p>How long the notebooks take is not known here: <code>npm start</code> runs and times them.</p>";
  if (!existsSync(file)) return hint;
  const { node, notebooks } = JSON.parse(readFileSync(file, "utf8")) as {
    node: string;
    notebooks: readonly { notebook: string; cells: number; seconds: number; ok: boolean }[];
  };
  const rows = notebooks.map(({ notebook, cells, seconds, ok }) => [
    notebook.replace(".ipynb", ""),
    String(cells),
    seconds.toFixed(1),
    ok ? "done" : "failed",
  ]);
  const total = notebooks.reduce((sum, { seconds }) => sum + seconds, 0);
  const all = [...rows, ["in all", "", total.toFixed(1), ""]];
  return table(
    `Run times of the notebooks, Node.js ${node}, when they last ran here`,
    ["notebook", "cells", "seconds", ""],
    all,
  );
}

/** How often the rule behind the verdicts errs, as tabulated on simulated studies. */
function calibration(): string {
  const tables = verdictCalibration().designs.map((design) => {
    const { caption = design.name, head, rows } = calibrationTable(design);
    return table(caption, head, rows);
  });
  return `<details><summary>How often the rule is wrong: simulated studies with true and false theorems</summary>
<p>Lie: so much more than the curve's exponent is promised. Drift: the error leaves the curve like n to this power. Border: a promise
that is true by a hair, for the error beats the curve for ever.</p>
${tables.join("\n")}</details>`;
}

/** ± is one standard error everywhere, an interval has brackets: here one that holds for all parameters of a path together. */
const HEADINGS = VERDICT_HEADINGS.map((head) =>
  head === "measured, 95 %" ? "measured [95 %, all parameters of a path together]" : head,
);

/** What the pages rest on: the verdicts of all published records, where the records come from, the versions. */
export async function statusPage(
  studies: readonly PublishedStudy[],
  addressOf: (path: string) => string,
): Promise<Page> {
  const { rows, missing } = await judgePublished(studies);
  const records = studies.map(({ design, provenance }) => [
    `${design.path.id}, ${design.start}`,
    forReaders(`${design.sizes.length} sizes, ${design.sizes[0]} to ${design.sizes[design.sizes.length - 1]}`),
    String(design.replications),
    String(design.seed),
    provenance.finished?.slice(0, 10) ?? "not finished",
    provenance.commit?.slice(0, 10) ?? "unknown",
    provenance.node,
  ]);
  const warned = rows
    .filter(({ cautions }) => cautions.length > 0)
    .map(({ path, parameter, cautions }) => [path, parameter, cautions.join(" ")].map(forReaders));
  const care = warned.length === 0 ? "" : table("To be read with care", ["path", "parameter", "why"], warned);
  const absent = missing.length === 0 ? "" : `<p>No records are published of ${escapeHtml(missing.join(", "))}.</p>`;
  return {
    file: "status.html",
    title: "Status",
    description: "The verdicts on all published studies, their records and versions.",
    body: `<article class="wide"><h1>Status</h1>
<p>Judged anew from the published records when this page was built, ${new Date().toISOString().slice(0, 10)}.</p>
${verdictMap(rows, addressOf)}
${table("In numbers", ["question", "yes", "partly", "no", "cannot tell"], countAnswers(rows))}
${table("Every parameter of every published study", HEADINGS, rows.map((row) => verdictCells(row).map(forReaders)).map(linkedPath))}${absent}
${care}
${calibration()}
${table("The records", ["study", "sizes", "replications", "seed", "finished", "commit", "Node.js"], records)}
${runTimes()}
${table("Versions", ["", "version"], versions())}
</article>`,
  };
}
