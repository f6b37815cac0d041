import { it } from "vitest";
import type { Activation } from "../../model/activation";
import { defaultBox, defineModel } from "../../model/contaminated-moe";
import { fixed, type Path, powerLaw } from "../../model/path";
import { curveAgreement } from "../information/curve-agreement";
import { pathExponents } from "../rates/exponents";

let state = 12345;
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const pick = <T>(list: readonly T[]): T => list[Math.floor(uniform() * list.length)];
const around = () => (uniform() < 0.5 ? -1 : 1) * (0.5 + 1.5 * uniform());
function randomPath(i: number): Path {
  const activation = pick<Activation>(["identity", "identity", "tanh", "sigmoid", "gelu", "softplus", "sin"]);
  const d = pick([1, 1, 2]);
  const bias = uniform() < 0.75;
  const q = d + (bias ? 1 : 0);
  const eta0 = Array.from({ length: q }, (_, j) => (j < d ? around() : around() / 2));
  const nu0 = pick([0.25, 1, 2]);
  const expert = { kind: "activation", activation, bias } as const;
  const model = defineModel({
    covariates: { law: pick(["uniform", "normal"]), dimension: d },
    pretrained: { density: { kind: "gaussian" }, expert, eta: eta0, nu: nu0 },
    prompt: { expert },
    box: defaultBox(q),
  });
  const speeds = [
    "1/24",
    "1/20",
    "1/18",
    "1/16",
    "1/15",
    "1/14",
    "1/12",
    "1/10",
    "1/9",
    "1/8",
    "1/7",
    "1/6",
    "1/5",
    "3/16",
    "2/9",
  ];
  const moved = Array.from({ length: q + 1 }, () => uniform() < 0.5);
  if (!moved.includes(true)) moved[0] = true;
  const speed = pick(speeds);
  const same = uniform() < 0.5;
  const law = (at: number, move: boolean) => (move ? powerLaw(at, around(), same ? speed : pick(speeds)) : fixed(at));
  return {
    id: `random-${i}`,
    title: "random",
    model,
    lambda: uniform() < 0.5 ? fixed(0.2 + 0.6 * uniform()) : powerLaw(0, 0.5, pick(["1/30", "1/20", "1/12", "1/8"])),
    eta: eta0.map((e, j) => law(e, moved[j])),
    nu: law(nu0, moved[q]),
  };
}
it("x", () => {
  let [known, worst] = [0, 0];
  const why = new Map<string, number>();
  const start = performance.now();
  for (let i = 0; known < 200 && i < 900; i++) {
    const path = randomPath(i);
    const t0 = performance.now();
    const e = pathExponents(path);
    const t1 = performance.now();
    if (!e.sharp.lambda.known) {
      const r = e.sharp.lambda.reason.slice(0, 60);
      why.set(r, (why.get(r) ?? 0) + 1);
      if (r.startsWith("errors"))
        console.log(
          "INVALID",
          e.sharp.lambda.reason,
          JSON.stringify({
            a: path.model.prompt.expert,
            eta: path.eta.map((l) => `${l.limit} ${l.coefficient} ${l.exponent.toFraction()}`),
            nu: `${path.nu.coefficient} ${path.nu.exponent.toFraction()}`,
            l: `${path.lambda.exponent.toFraction()}`,
          }),
        );
      continue;
    }
    known++;
    const a = curveAgreement(path);
    const t2 = performance.now();
    worst = Math.max(worst, a.largest);
    if (!(a.largest < 0.008) || t1 - t0 > 500 || t2 - t1 > 3000)
      console.log(
        "CASE",
        i,
        a.largest.toFixed(4),
        (t1 - t0).toFixed(0),
        (t2 - t1).toFixed(0),
        a.exponents.map((v) => v?.toFixed(4)).join(" "),
        "|",
        a.slopes.map((v) => v.toFixed(4)).join(" "),
        JSON.stringify({
          a: path.model.prompt.expert,
          law: path.model.covariates,
          eta: path.eta.map((l) => `${l.limit.toFixed(3)} ${l.coefficient.toFixed(3)} ${l.exponent.toFraction()}`),
          nu: `${path.nu.limit} ${path.nu.coefficient} ${path.nu.exponent.toFraction()}`,
          l: `${path.lambda.exponent.toFraction()}`,
        }),
        e.nearMisses.join(),
      );
  }
  console.log("CASES", known, worst, JSON.stringify([...why]), (performance.now() - start).toFixed(0));
}, 1e6);
