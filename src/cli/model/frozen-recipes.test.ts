import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needsPython, PYTHON } from "../../jupyter/testing/requirement";
import { PACKAGE_ROOT } from "../../package-root";

const page = readFileSync(join(PACKAGE_ROOT, "docs/frozen-models.md"), "utf8");

/** The page's code in one language, as a reader who copies block after block would run it. */
function program(language: string): string {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))];
  return blocks.map(([, block]) => block).join("\n");
}

function lines(block: string): number {
  return block.split("\n").filter((line) => line.trim() !== "").length;
}

const python = needsPython(["numpy"], "python3-numpy");
/** RSCRIPT names an R that is not on the path. */
const RSCRIPT = process.env.RSCRIPT ?? "Rscript";
const hasR = spawnSync(RSCRIPT, ["--version"], { stdio: "ignore" }).status === 0;

let folder = "";
beforeAll(() => {
  // Below the package, where `npx cmoe` finds this package's own command.
  mkdirSync(join(PACKAGE_ROOT, "build"), { recursive: true });
  folder = mkdtempSync(join(PACKAGE_ROOT, "build/recipe-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return execFileSync(command, [name], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

const number = (pattern: RegExp, text: string): number => Number(pattern.exec(text)?.[1]);

describe("docs/frozen-models.md", () => {
  it("has recipes of ten lines", () => {
    const blocks = [...page.matchAll(/^```(?:python|r)\n([\s\S]*?)^```/gm)].map(([, block]) => block);
    const recipes = blocks.filter((block) => block.includes("--frozen-mean"));
    expect(recipes).toHaveLength(2);
    for (const recipe of recipes) expect(lines(recipe)).toBeLessThanOrEqual(10);
  });

  it.skipIf(python.skip)(python.title("Python: a network is trained, and share, plane and place are found"), () => {
    const out = run(PYTHON, "recipe.py", program("python"));
    expect(out).toMatch(/p = 0\.010, share 0\.\d+, plane \[/);
    expect(Math.abs(number(/share ([\d.]+)/, out) - 0.16)).toBeLessThan(0.05);
    const plane = (/plane \[(.*?)\]/.exec(out)?.[1] ?? "").trim().split(/\s+/).map(Number);
    [-0.8, 0.5, 3].forEach((value, j) => {
      expect(Math.abs(plane[j] - value)).toBeLessThan(0.15);
    });
    expect(number(/x1 > 0\.6: ([\d.]+)/, out)).toBeGreaterThan(0.4);
    expect(number(/elsewhere: ([\d.]+)/, out)).toBeLessThan(0.1);
  });

  it.skipIf(!hasR)(`R: the same for a regression${hasR ? "" : " (runs where Rscript is)"}`, () => {
    const out = run(RSCRIPT, "recipe.R", program("r"));
    expect(out).toMatch(/p = 0\.0100 .*from 99 samples/);
    expect(out).toContain('Frozen model by rows: gaussian with mean "net"');
    expect(number(/x1 > 0\.6: ([\d.]+)/, out)).toBeGreaterThan(0.4);
    expect(number(/elsewhere: ([\d.]+)/, out)).toBeLessThan(0.15);
  });
});
