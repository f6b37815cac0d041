import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fit } from "contaminated-moe";
import { randomCase } from "./random-case";

const known: Record<string, number> = existsSync("/tmp/best.json")
  ? JSON.parse(readFileSync("/tmp/best.json", "utf8"))
  : {};
const [keys, from, ...files] = process.argv.slice(2);
let [runs, lostRuns, ms, above] = [0, 0, 0, 0];
let old = 0;
let lostSize = 0;
const part = Number(from);
let k0 = 0;
for (const file of files) {
  const seed = Number(/keys-(\d+)/.exec(file)?.[1]);
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const one = JSON.parse(line) as { index: number; runs: { value: number; satisfied: boolean; ms: number }[] };
    const id = `${seed} ${one.index}`;
    const firstBest = Math.max(...one.runs.map(({ value }) => value));
    const best = Math.max(known[id] ?? -Infinity, firstBest);
    if (!one.runs.some(({ value }) => firstBest - value > 1e-5)) continue;
    if (k0++ % 2 !== part) continue;
    const { model, sample, description } = randomCase(seed, one.index);
    const out: string[] = [];
    const oldLost = one.runs.filter(({ value }) => best - value > 1e-5).length / one.runs.length;
    old += oldLost;
    let lost = 0;
    for (let k = 0; k < Number(keys); k++) {
      const began = process.cpuUsage();
      const found = fit(model, sample, {
        key: { seed: seed + 104729 * (k + 1), path: "fuzz", n: sample.n, replicate: one.index },
      });
      const { user, system } = process.cpuUsage(began);
      ms += (user + system) / 1000;
      runs++;
      known[id] = Math.max(known[id] ?? best, best, found.logLikelihood);
      const gap = best - found.logLikelihood;
      if (gap > 1e-5) {
        lostRuns++;
        lost++;
        lostSize += gap;
      }
      if (gap < -1e-5) above++;
      out.push(
        `${gap.toPrecision(2)}${found.certificate.satisfied ? "S" : ""}/${found.certificate.starts}/${((user + system) / 1000).toFixed(0)}`,
      );
    }
    console.log(
      seed,
      one.index,
      `old ${oldLost.toFixed(2)} new ${(lost / Number(keys)).toFixed(2)}`,
      out.join(" "),
      description,
      (one.runs.reduce((s, r) => s + r.ms, 0) / one.runs.length).toFixed(0),
    );
  }
}
console.log(
  `SUM old ${old.toFixed(2)} new ${(lostRuns / Number(keys)).toFixed(2)} runs ${runs} lost ${lostRuns} above ${above} mean ms ${(ms / runs).toFixed(0)}`,
);
writeFileSync(`/tmp/best-${part}.json`, JSON.stringify(known));
