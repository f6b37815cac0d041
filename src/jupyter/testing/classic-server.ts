import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { relative } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { PROJECT_ROOT } from "../runner/kernel-spec";
import { CHROMIUM, PYTHON } from "./requirement";

/** A browser that reaches nothing but this machine: everything must work without a network. */
export class OfflineBrowser {
  #browser: Browser | undefined;

  async page(): Promise<Page> {
    this.#browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
    const page = await this.#browser.newPage({ viewport: { width: 1100, height: 1100 } });
    await page.route(
      (url) => url.protocol !== "file:" && url.hostname !== "localhost" && url.protocol !== "data:",
      (route) => route.abort(),
    );
    return page;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** The classic notebook server at the project's root, and its pages. */
export class ClassicServer {
  readonly #process: ChildProcess;
  readonly #address: string;

  private constructor(process: ChildProcess, address: string) {
    this.#process = process;
    this.#address = address;
  }

  static async start(environment: NodeJS.ProcessEnv): Promise<ClassicServer> {
    const port = await freePort();
    const flags = ["--no-browser", "--allow-root", `--port=${port}`, "--ip=localhost", "--NotebookApp.token="];
    const process = spawn(PYTHON, ["-m", "notebook", ...flags, `--notebook-dir=${PROJECT_ROOT}`], {
      env: environment,
      stdio: "ignore",
    });
    return new ClassicServer(process, `http://localhost:${port}`);
  }

  /** Opens a notebook below the project's root, as soon as the server is up. */
  async open(page: Page, notebook: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const url = `${this.#address}/notebooks/${relative(PROJECT_ROOT, notebook)}`;
      const answer = await page.goto(url).catch(() => undefined);
      if (answer?.ok()) return;
      if (attempt > 150) throw new Error("the notebook server did not come up");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("close", resolve));
    this.#process.kill("SIGTERM");
    await ended;
  }
}

/** Runs all cells of the notebook a page shows, and waits until every code cell has its number. */
export async function executeAll(page: Page, timeout: number = 300_000): Promise<void> {
  await page.waitForFunction("window.Jupyter?.notebook?.kernel?.is_connected?.()", undefined, { timeout: 60_000 });
  await page.evaluate("Jupyter.notebook.execute_all_cells()");
  await page.waitForFunction(
    "Jupyter.notebook.get_cells().filter((c) => c.cell_type === 'code').every((c) => c.input_prompt_number > 0)",
    undefined,
    { timeout },
  );
}

/** Asks the server to save the notebook a page shows. */
export async function saveNotebook(page: Page): Promise<void> {
  await page.evaluate("Jupyter.notebook.save_notebook()");
}
