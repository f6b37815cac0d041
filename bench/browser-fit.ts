import { join } from "node:path";
import { build } from "esbuild";
import { CHROMIUM_FLAGS, findChromium } from "#dist/report/display/chromium";
import { summary, type Timing } from "./measure";
import { benchModel, type PromptKind, START, TRUTH } from "./problem";

type Library = typeof import("contaminated-moe");

interface Job {
  readonly model: ReturnType<typeof benchModel>;
  readonly truth: typeof TRUTH;
  readonly start: typeof START;
  readonly n: number;
  readonly rounds: number;
}

/** Seconds of each of some one-start fits on samples of n rows; its text runs in the page as well as here. */
function fits({ drawSample, fit }: Library, { model, truth, start, n, rounds }: Job): number[] {
  const seconds: number[] = [];
  for (let replicate = -2; replicate < rounds; replicate++) {
    const sample = drawSample(model, truth, { seed: 2, path: "browser", n, replicate: replicate + 2 });
    const begin = performance.now();
    fit(model, sample, { warm: start });
    if (replicate >= 0) seconds.push((performance.now() - begin) / 1000);
  }
  return seconds;
}

/** The same fits by the same ES module in Node and in Chromium, in turns; none on a machine without Chromium. */
export async function benchBrowser(kind: PromptKind, n: number, rounds: number): Promise<readonly Timing[]> {
  const executablePath = findChromium();
  if (executablePath === undefined) return [];
  const entry = join(__dirname, "../../dist/module/index.mjs");
  const bundled = await build({ entryPoints: [entry], bundle: true, format: "esm", platform: "browser", write: false });
  const address = `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString("base64")}`;
  const job: Job = { model: benchModel(kind), truth: TRUTH, start: START, n, rounds };
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await browser.newPage();
    const [here, there]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 5; turn++) {
      here.push(...fits((await import(address)) as Library, job));
      const program = `import("${address}").then((library) => (${fits.toString()})(library, ${JSON.stringify(job)}))`;
      there.push(...(await page.evaluate<number[]>(program)));
    }
    return [summary("Node", here), summary("Chromium", there)];
  } finally {
    await browser.close();
  }
}
