import { fit } from "contaminated-moe";
import { likelihoodOf } from "#dist/estimation/likelihood/wasm-likelihood";
import { randomCase } from "./random-case";

const peers: [number, number, number[]][] = [
  [
    2026112908,
    186,
    [
      0.03675414215066209, 5.761428391277724, 7.649749826841169, -7.6255023890465745, 4.369223893409126,
      3.56958180818639, 0.009380646826063724,
    ],
  ],
  [
    2026112908,
    292,
    [
      0.05, 13.761287358392755, 3.407553180723848, -5.478937941558736, -7.004971260444923, -4.0955921222097915,
      0.01170379992478778,
    ],
  ],
  [
    2026112904,
    341,
    [
      0.008750129681535853, 6.019296795201394, 5.652002913518557, -2.8880206722940813, 2.0977322775365845,
      0.008786731390344195,
    ],
  ],
];
const [keys, part] = process.argv.slice(2).map(Number);
for (const [seed, index, at] of peers) {
  const { model, sample } = randomCase(seed, index);
  const likelihood = likelihoodOf(model, sample);
  const value = likelihood.value(Float64Array.from(at));
  likelihood.release();
  const gaps: number[] = [];
  let ms = 0;
  for (let k = 0; k < keys; k++) {
    const began = process.cpuUsage();
    gaps.push(
      value -
        fit(model, sample, { key: { seed: 31 * k + part, path: "peer", n: sample.n, replicate: index } }).logLikelihood,
    );
    const { user, system } = process.cpuUsage(began);
    ms += (user + system) / 1000 / keys;
  }
  console.log(
    index,
    value.toFixed(2),
    "missed",
    gaps.filter((g) => g > 1e-5).length,
    "of",
    keys,
    "mean gap",
    (gaps.reduce((s, g) => s + g, 0) / keys).toFixed(2),
    ms.toFixed(0),
    "ms",
  );
}
