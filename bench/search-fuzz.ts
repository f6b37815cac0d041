/**
 * Does a fit find what many random starts find? Random models and data (random-case.ts); each fit is compared with the
 * best of K single runs, half from points uniform in the box, half from moderate ones, all run to convergence on all rows.
 *
 * npm run bench:fuzz -- [seed] [cases] [first] [K]
 */
import { type ContaminatedMoe, fit, type Parameters } from "contaminated-moe";
import { RandomStream } from "#dist/numerics/random-stream";
import { randomCase } from "./random-case";

const MISS = 1e-5;

function randomPoint(model: ContaminatedMoe, index: number, seed: number, run: number): Parameters {
  const { box } = model;
  const q = box.eta.length;
  const u = new Float64Array(q + 2);
  const stream = new RandomStream({ seed, path: "brute force", n: index, replicate: run });
  stream.uniforms(0, u);
  const z = new Float64Array(q);
  stream.normals(1, z);
  const within = (value: number, [low, high]: readonly [number, number]): number =>
    Math.min(high, Math.max(low, value));
  const eta = box.eta.map(([low, high], j) =>
    run % 2 === 0 ? low + (high - low) * u[j] : within(1.5 * z[j], [low, high]),
  );
  const [low, high] = box.nu;
  const nu = low * (high / low) ** u[q];
  return { lambda: within(0.02 + 0.96 * u[q + 1], box.lambda), eta, nu };
}

const [seed, cases, first, runs] = [2, 3, 4, 5].map((at, k) => Number(process.argv[at] ?? [1, 100, 0, 200][k]));
let misses = 0;
let above = 0;
let unsatisfied = 0;
let slowest = 0;
let total = 0;
for (let index = first; index < first + cases; index++) {
  const { model, sample, description } = randomCase(seed, index);
  const key = { seed, path: "fuzz", n: sample.n, replicate: index };
  const began = process.cpuUsage();
  const found = fit(model, sample, { key });
  const { user, system } = process.cpuUsage(began);
  const ms = (user + system) / 1000;
  slowest = Math.max(slowest, ms);
  total += ms;
  if (!found.certificate.satisfied) unsatisfied++;
  let best = Number.NEGATIVE_INFINITY;
  let at: Parameters = found.estimate;
  for (let run = 0; run < runs; run++) {
    const one = fit(model, sample, { warm: randomPoint(model, index, seed, run) });
    if (one.logLikelihood > best) {
      best = one.logLikelihood;
      at = one.estimate;
    }
  }
  const lost = best - found.logLikelihood;
  if (lost < -MISS) above++;
  if (lost <= MISS) continue;
  misses++;
  const { starts, reachedBest, seenOnce, satisfied } = found.certificate;
  console.log(`MISS ${index}: ${lost.toPrecision(3)} (${description})`);
  console.log(
    `  starts ${starts}, best ${reachedBest}, once ${seenOnce}, ${satisfied ? "satisfied" : "not satisfied"}, ` +
      `${ms.toFixed(0)} ms, ${found.criterion}; best at ${JSON.stringify(at)}`,
  );
  console.log(`  found ${JSON.stringify(found.estimate)} ${found.logLikelihood} ${found.nature}`);
}
console.log(
  `seed ${seed}: ${misses} misses of ${cases}; above brute force in ${above}; certificate not satisfied in ${unsatisfied}; ` +
    `${(total / cases).toFixed(0)} ms of CPU per fit, at most ${slowest.toFixed(0)}`,
);
