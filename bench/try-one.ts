import { fit } from "contaminated-moe";
import { randomCase } from "./random-case";

const [seed, index, keys] = process.argv.slice(2).map(Number);
const { model, sample, description } = randomCase(seed, index);
console.log(description, JSON.stringify(model.box), JSON.stringify(model.pretrained));
for (let k = 0; k < keys; k++) {
  const f = fit(model, sample, { key: { seed: seed + 104729 * (k + 1), path: "fuzz", n: sample.n, replicate: index } });
  console.log(f.logLikelihood, f.nature, JSON.stringify(f.estimate), f.certificate.reason, f.certificate.contenders);
}
