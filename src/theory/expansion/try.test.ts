import { it } from "vitest";
import { SCENARIO_PATHS } from "../../study/design/scenarios";
import { limitPoint } from "./limit-point";
import { localExponents } from "./local-exponents";
it("x", () => {
  for (const { path } of SCENARIO_PATHS) {
    const t = performance.now();
    const point = limitPoint(path);
    if ("reason" in point) { console.log(path.id, point.reason); continue; }
    const l = localExponents(path.model, point);
    console.log(path.id, l.parameters.map((e) => ("exponent" in e ? e.exponent.toFraction() : e.unidentified)).join(" "), l.invalid ?? "", l.nearMisses.join(), (performance.now() - t).toFixed(0));
  }
});
