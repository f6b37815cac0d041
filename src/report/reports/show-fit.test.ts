import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fit } from "../../estimation/fit/maximum-likelihood";
import { truthAt } from "../../model/path";
import { drawSample } from "../../model/sample/draw-sample";
import { scenarioPath } from "../../study/design/scenarios";
import { reportFit } from "./fit-report";
import { fitText, showFit } from "./fit-text";

const PUBLISH = Symbol.for("contaminated-moe.publish");
const bundles: Readonly<Record<string, string>>[] = [];

beforeEach(() => {
  const keep = (_: string, { data }: { readonly data: Readonly<Record<string, string>> }): number => bundles.push(data);
  Object.assign(globalThis, { [PUBLISH]: keep });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, PUBLISH);
  bundles.length = 0;
});

/** The text of HTML without its elements. */
function textOf(html: string): string {
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("a fit's report in a notebook", () => {
  const { path } = scenarioPath("L/bias");
  const truth = truthAt(path, 500);
  const sample = drawSample(path.model, truth, { seed: 1, path: path.id, n: 500, replicate: 0 });
  const report = reportFit(path.model, sample, fit(path.model, sample));

  it("says with letters all that the text of the command line says", () => {
    showFit(report);
    const html = textOf(bundles[0]["text/html"]);
    expect(bundles[0]["text/plain"]).toBe(fitText(report));
    const figures = fitText(report).match(/-?\d+\.\d{2,}(?!\d*e)/g) ?? [];
    expect(figures.length).toBeGreaterThan(15);
    for (const figure of figures) expect(html).toContain(figure.replace("-", "−"));
    expect(html).toContain("λ");
    expect(html).toContain("ν");
    expect(html).not.toMatch(/\b(?:lambda|nu)\b/);
    expect(html).toMatch(/diagnostics.*rows from the prompt.*condition of information/);
  });
});
