import { WIDENING } from "../../estimation/fit/widen-box";
import { byParameter } from "../../model/by-parameter";
import type { DataFile } from "../../model/files/data-file";
import type { FitReport } from "../../report/reports/fit-report";
import type { SearchResult } from "./search";

/** A fit as `cmoe fit --json` prints it. */
export function fitJson(report: FitReport, { model, units, widened }: SearchResult, data: DataFile): unknown {
  const { parameters } = report;
  const { estimate, atBound: _, ...rest } = report.fit;
  const { response, covariates, header, counts, sample, omitted } = data;
  const named = (which: "fixed" | "onBound"): readonly string[] =>
    parameters.filter((parameter) => parameter[which]).map(({ name }) => name);
  return {
    ...estimate,
    ...rest,
    standardErrors: byParameter(
      model,
      parameters.map(({ standardError }) => standardError),
    ),
    fixed: named("fixed"),
    atBound: named("onBound"),
    columns: { covariates, response, fromHeader: header },
    rows: sample.n,
    ...(counts === undefined ? {} : { observations: counts.reduce((sum, count) => sum + count, 0) }),
    omittedLines: omitted,
    level: report.level,
    intervals: parameters.map(({ name, label, interval }) => ({ name, label, ...interval })),
    diagnostics: report.diagnostics,
    box: model.box,
    ...(units === undefined ? {} : { widened: { parameters: widened, factors: WIDENING } }),
    ...(model.pretrained.byRows === undefined ? {} : { frozenByRows: model.pretrained.byRows }),
    ...(units === undefined ? {} : { standardised: units }),
  };
}
