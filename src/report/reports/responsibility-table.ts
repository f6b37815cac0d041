import type { Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { DataFile } from "../../model/files/data-file";
import { expertColumn } from "../../model/sample/columns";
import { frozenMoments } from "../../model/sample/frozen-rows";

function quoted(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replace(/"/g, '""')}"` : name;
}

/**
 * CSV, one line per row in the file's order: its line in the data file, the data, the probability that the prompt
 * produced it, and both experts' means (the frozen one's where it is known), at full double precision.
 */
export function responsibilityTable(
  model: ContaminatedMoe,
  data: DataFile,
  at: Parameters,
  shares: Float64Array,
): string {
  const { sample, covariates, response, lines } = data;
  const { n, dimension, x, y } = sample;
  const frozen = frozenMoments(model, sample)?.mean;
  const prompt = expertColumn(model.prompt.expert, x, n, at.eta);
  const means = frozen ? ["frozenMean", "promptMean"] : ["promptMean"];
  const head = ["line", ...covariates, response, "responsibility", ...means].map(quoted);
  const rows = [head.join(",")];
  for (let i = 0; i < n; i++) {
    const covariateValues = Array.from({ length: dimension }, (_, j) => x[j * n + i]);
    rows.push([lines[i], ...covariateValues, y[i], shares[i], ...(frozen ? [frozen[i]] : []), prompt[i]].join(","));
  }
  return `${rows.join("\n")}\n`;
}
