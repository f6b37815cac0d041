import { it } from "vitest";
import { SCENARIO_PATHS } from "../../study/design/scenarios";
import { truthAt } from "../../model/path";
import { fisherInformation } from "../information/information";
import { preciseFactor, preciseTruthAt } from "../information/precise-information";
it("x", () => {
  for (const { path } of SCENARIO_PATHS.slice(4)) for (const n of [1e6, 1e15, 1e40, 1e60]) {
    const a = fisherInformation(path.model, truthAt(path, n)).deviations;
    const truth = preciseTruthAt(path, n);
    const t = performance.now();
    const b = truth && preciseFactor(path.model, truth, 0);
    const dt = performance.now() - t;
    const c = truth && preciseFactor(path.model, truth, 1);
    console.log(path.id, n, b && Array.from(b.deviations, (v, j) => (v / a[j] - 1).toExponential(1)).join(" "), b && c && Array.from(b.deviations, (v, j) => (v / c.deviations[j] - 1).toExponential(1)).join(" "), dt.toFixed(0));
  }
});
