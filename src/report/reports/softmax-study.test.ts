import { describe, expect, it } from "vitest";
import { parameterVector } from "../../model/parameters";
import { powerLaw, truthAt } from "../../model/path";
import { namedPath } from "../../study/design/named-paths";
import { softmaxPath } from "../../study/design/softmax-paths";
import { leCamBound } from "../../theory/bounds/le-cam";
import { riskFigure } from "../figures/study/risk-figure";
import { slopeWindowFigure } from "../figures/study/slopes/slope-window-figure";
import { predict } from "../prediction/prediction";
import { exponentsTable } from "../tables/exponents-table";
import { verdictRows } from "../verdict/verdict-table";
import { quickStudy } from "./study-report";

describe("a study with a softmax gate", async () => {
  const { path } = namedPath("S/gate-flat");
  const sizes = [500, 1000, 2000];
  const { summary, study } = await quickStudy("S/gate-flat", { sizes, replications: 3, seed: 4 });
  const names = ["tau", "beta", "a", "nu"];

  it("has records of the gate's parameters, and verdicts on each", async () => {
    expect(summary.parameters).toEqual(names);
    for await (const batch of study.records()) {
      for (const { estimate, error } of batch) {
        expect(estimate).toHaveLength(4);
        expect(error).toHaveLength(4);
      }
    }
    const rows = verdictRows(path, summary);
    expect(rows.map(({ parameter }) => parameter)).toEqual(names);
    expect(rows.map(({ guaranteed }) => guaranteed)).toEqual(["1/4", "3/8", "3/8", "3/8"]);
    expect(rows.every(({ sharpness }) => sharpness === "yes")).toBe(true);
  });

  it("has figures with a panel for each, and the bound of beta in beta's", () => {
    const prediction = predict(path, 500, 2000, 3);
    const bounds = parameterVector(path.model).map(({ name }) =>
      leCamBound(path.model, truthAt(path, 1000), 1000, name),
    );
    const { figure, alt } = riskFigure({ prediction, quick: summary, bounds });
    const lines = figure.data.filter(({ legendgroup }) => legendgroup === "bound");
    expect(lines.map(({ xaxis }) => xaxis)).toEqual(["x", "x2", "x3", "x4"]);
    expect(lines.map(({ y }) => y[0])).toEqual(bounds.map(({ bound }) => bound));
    expect(alt).toContain("tau guaranteed = sharp exponent 1/4");
    expect(slopeWindowFigure(summary, prediction).alt).toContain("tau, beta, a, nu");
    const { path: tilted } = softmaxPath("S/gate-tilted");
    const flattening = { ...softmaxPath("S/gate-flat").path, beta: [powerLaw(0, 2, "1/16")] };
    const { rows } = exponentsTable([path, tilted, flattening], [1e4]);
    expect([rows[0], rows[4], rows[8]].map(([, truth]) => truth)).toEqual([
      "β* = 0, gap ~ n^-1/8",
      "β* fixed, gap ~ n^-1/8",
      "β* ~ n^-1/16, gap ~ n^-1/8",
    ]);
    // Between flat and tilted: the guarantee is withheld, as the path's information contradicts it.
    expect(rows.slice(8).map(([, , , guaranteed, sharp]) => `${guaranteed} ${sharp}`)).toEqual([
      "- 1/4",
      "- 5/16",
      "- 3/8",
      "- 1/2",
    ]);
  });
});
