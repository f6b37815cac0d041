import { appendFileSync } from "node:fs";
import { fit } from "contaminated-moe";
import { randomCase } from "./random-case";

const [seed, first, count, keys, out] = [
  Number(process.argv[2]),
  Number(process.argv[3]),
  Number(process.argv[4]),
  Number(process.argv[5]),
  String(process.argv[6]),
];
for (let index = first; index < first + count; index++) {
  const { model, sample, description } = randomCase(seed, index);
  const runs = [];
  for (let k = 0; k < keys; k++) {
    const began = process.cpuUsage();
    const found = fit(model, sample, { key: { seed: seed + 7919 * k, path: "fuzz", n: sample.n, replicate: index } });
    const { user, system } = process.cpuUsage(began);
    const { satisfied, reachedBest, starts, seenOnce, contenders } = found.certificate;
    runs.push({
      value: found.logLikelihood,
      ms: (user + system) / 1000,
      satisfied,
      reachedBest,
      starts,
      seenOnce,
      contenders,
      nature: found.nature,
      at: found.estimate,
    });
  }
  appendFileSync(out, `${JSON.stringify({ index, n: sample.n, description, runs })}\n`);
}
