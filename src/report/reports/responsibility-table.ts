import type { GateKind, Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { DataFile } from "../../model/files/data-file";
import { expertColumn } from "../../model/sample/columns";
import { frozenMoments } from "../../model/sample/frozen-rows";
import { numbersCsv } from "../tables/csv";

/**
 * CSV, one line per row in the file's order: its line in the data file, the data, the probability that the prompt
 * produced it, and both experts' means (the frozen one's where it is known), at full double precision.
 */
export function responsibilityTable(
  model: ContaminatedMoe<GateKind>,
  data: DataFile,
  at: Parameters<GateKind>,
  shares: Float64Array,
): string {
  const { sample, covariates, response, lines } = data;
  const { n, x, y } = sample;
  const frozen = frozenMoments(model, sample)?.mean;
  return numbersCsv([
    { name: "line", values: lines },
    ...covariates.map((name, j) => ({ name, values: x.subarray(j * n, (j + 1) * n) })),
    { name: response, values: y },
    { name: "responsibility", values: shares },
    ...(frozen === undefined ? [] : [{ name: "frozenMean", values: frozen }]),
    { name: "promptMean", values: expertColumn(model.prompt.expert, x, n, at.eta) },
  ]);
}
