import type { Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { DataFile } from "../../model/files/data-file";
import { expertColumn } from "../../model/sample/columns";

function quoted(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replace(/"/g, '""')}"` : name;
}

/**
 * CSV, one line per row in the file's order: its line in the data file, the data, the probability that the prompt
 * produced it, and both experts' means, at full double precision.
 */
export function responsibilityTable(
  model: ContaminatedMoe,
  data: DataFile,
  at: Parameters,
  shares: Float64Array,
): string {
  const { sample, covariates, response, lines } = data;
  const { n, dimension, x, y } = sample;
  const frozen = expertColumn(model.pretrained.expert, x, n, model.pretrained.eta);
  const prompt = expertColumn(model.prompt.expert, x, n, at.eta);
  const head = ["line", ...covariates, response, "responsibility", "frozenMean", "promptMean"].map(quoted);
  const rows = [head.join(",")];
  for (let i = 0; i < n; i++) {
    const covariateValues = Array.from({ length: dimension }, (_, j) => x[j * n + i]);
    rows.push([lines[i], ...covariateValues, y[i], shares[i], frozen[i], prompt[i]].join(","));
  }
  return `${rows.join("\n")}\n`;
}
