import { spawn } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { folderName } from "../design/design-hash";
import { openPublished } from "../records/published-study";
import { inTemporaryDirectory, rowsOf, smallDesign } from "../testing/small-design";
import { runStudy } from "./run-study";

const DIST = resolve(__dirname, "../../../dist/study");
const KILLS = 100;

/** A process that resumes the design of a file; it works in its main thread, so that kills come while it writes, too. */
const COORDINATOR = `
const { readFileSync } = require("node:fs");
const { runStudy } = require(${JSON.stringify(join(DIST, "engines/run-study.js"))});
const [file, out] = process.argv.slice(1);
let working = false;
console.log("begins");
runStudy(JSON.parse(readFileSync(file, "utf8")), { out, workers: 0, onProgress: () => working || console.log("works", (working = true)) }).then(
  ({ done, damage }) => console.log("ends", done, damage.length),
  (error) => console.log("fails", error.message),
);`;

/** Runs the coordinator until it ends or until SIGKILL comes `after` milliseconds from `since` (opening or working); returns what it said. */
function coordinate(file: string, out: string, after?: number, since = "begins"): Promise<string> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["-e", COORDINATOR, file, out]);
    let said = "";
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on("data", (data) => {
      said += data;
      if (after !== undefined && said.includes(since)) timer ??= setTimeout(() => child.kill("SIGKILL"), after);
    });
    child.on("exit", () => {
      clearTimeout(timer);
      done(said);
    });
  });
}

/** A fixed sequence in [0, 1): the golden ratio's multiples, which fill it evenly. */
const moment = (k: number): number => (k * 0.6180339887498949) % 1;

describe("a study that is killed", () => {
  it(`survives ${KILLS} SIGKILLs at random moments: the same records, none lost, none doubled`, async () => {
    await inTemporaryDirectory(async (directory) => {
      const design = smallDesign({ sizes: [12, 24], replications: 3000 });
      const file = join(directory, "design.json");
      writeFileSync(file, JSON.stringify(design));
      const out = join(directory, "studies");
      const records = join(out, folderName(design), "records.csv");
      const sizes = [0];
      let killed = 0;
      for (let k = 0; k < KILLS; k++) {
        const said = await coordinate(file, out, 150 * moment(k), k % 3 === 0 ? "begins" : "works");
        expect(said).not.toContain("fails");
        if (!said.includes("ends")) killed++;
        sizes.push(existsSync(records) ? statSync(records).size : 0);
      }
      expect(killed).toBeGreaterThanOrEqual(0.9 * KILLS);
      expect(sizes.filter((size, k) => k > 0 && size > sizes[k - 1]).length).toBeGreaterThan(KILLS / 3);
      expect(await coordinate(file, out)).toContain(`ends ${2 * design.replications} 0`);
      const resumed = await rowsOf(openPublished(join(out, folderName(design))));
      expect(resumed).toStrictEqual(await rowsOf(await runStudy(design, { workers: 2 })));
      expect(resumed).toHaveLength(2 * design.replications);
    });
  }, 300_000);
});
