import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readNotebook } from "../src/jupyter/runner/notebook-file";
import { draftNotebook } from "../src/jupyter/testing/draft-notebook";
import { PACKAGE_VERSION } from "../src/package-version";
import type { InstalledPackage } from "./testing/installed-package";
import { nodeOfMajor } from "./testing/node-versions";
import { withInstalledPackage } from "./testing/with-installed-package";
import { WORK_AS_COMMONJS, WORK_AS_MODULE } from "./testing/work";

let installed: InstalledPackage;
/** What the program prints in the Node that runs the tests: an estimate, with all of its digits. */
let expected: string;
withInstalledPackage((made) => {
  installed = made;
  installed.link("typescript", "@types/node", "undici-types", "zeromq");
  writeFileSync(join(installed.folder, "work.mjs"), WORK_AS_MODULE);
  writeFileSync(join(installed.folder, "work.cjs"), WORK_AS_COMMONJS);
  draftNotebook(installed.folder, "own", [
    'import { drawSample, fit, scenarioPath, truthAt } from "contaminated-moe";',
    'const { path } = scenarioPath("L/resonant"), mine = { seed: 7, path: "mine", n: 500, replicate: 0 };',
    "console.log(JSON.stringify(fit(path.model, drawSample(path.model, truthAt(path, 500), mine)).estimate))",
    "console.log(process.version)",
  ]);
  expected = installed.offline ?? installed.run(process.execPath, "work.mjs").stdout;
});

it.for([20, 22, 24])("Node %i imports, fits to the same bits, and runs the command line and a notebook", (major, {
  skip,
}) => {
  const node = nodeOfMajor(major);
  if ("offline" in node) return skip(node.offline);
  const run = (...words: readonly string[]): string => {
    const { status, stdout, stderr } = installed.run(node.program, ...words);
    if (status !== 0) throw new Error(stderr);
    // Node's own warnings, of what it will drop or call an experiment, are complaints about the package too.
    expect(stderr).not.toMatch(/warning/i);
    return stdout;
  };
  const version = run("--version");
  expect(version).toMatch(new RegExp(`^v${major}\\.`));
  expect(run("work.mjs")).toBe(expected);
  expect(run("work.cjs")).toBe(expected);

  const cmoe = "node_modules/contaminated-moe/dist/cli/cmoe.js";
  expect(run(cmoe, "--version")).toBe(`${PACKAGE_VERSION}\n`);
  run(cmoe, "run", "own.ipynb", "--out", `on-${major}`);
  const { cells } = readNotebook(join(installed.folder, `on-${major}`, "own.ipynb"));
  const [estimate] = JSON.parse(expected) as readonly unknown[];
  expect(cells.map(({ outputs }) => outputs[0]?.text)).toEqual([
    undefined,
    undefined,
    `${JSON.stringify(estimate)}\n`,
    version,
  ]);
});
