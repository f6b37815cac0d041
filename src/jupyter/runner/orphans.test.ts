import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Conversation } from "../testing/conversation";
import { PROJECT_ROOT } from "./kernel-spec";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function haveEnded(...pids: readonly number[]): Promise<boolean> {
  const limit = Date.now() + 5000;
  while (pids.some(isAlive) && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 50));
  return !pids.some(isAlive);
}

interface Processes {
  readonly runner: number;
  readonly kernel: number;
}

/** Starts a runner of its own that says the number of its kernel's process as the first thing. */
function startRunner(code: string): Promise<Processes> {
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"], cwd: directory });
  return new Promise((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => {
      // Give what follows time to start.
      setTimeout(() => resolve({ runner: child.pid ?? 0, kernel: Number(chunk.toString()) }), 300);
    });
  });
}

const compiled = (path: string): string => JSON.stringify(join(PROJECT_ROOT, "dist/jupyter", path));

/** The project's kernel, which computes for ever. */
const COMPUTING = `const { Conversation } = require(${compiled("testing/conversation.js")});
  Conversation.open().then(async (kernel) => {
    console.log(await kernel.ask("process.pid"));
    await kernel.say("while (true) {}", 1000);
  });`;

/** Any other program in the place of a kernel: it knows nothing of its runner and does not want to end. */
const FOREIGN = `const { KernelProcess } = require(${compiled("runner/kernel-process.js")});
  const argv = ["/bin/sh", "-c", 'trap "" TERM INT HUP; echo $$ > pid; while :; do sleep 1; done'];
  const spec = { name: "foreign", directory: "", argv, displayName: "", language: "", environment: {} };
  const { existsSync, readFileSync, rmSync } = require("node:fs");
  rmSync("pid", { force: true });
  KernelProcess.start(spec, process.cwd()).then(() => {
    setInterval(() => {
      if (existsSync("pid") && readFileSync("pid", "utf8") !== "") console.log(readFileSync("pid", "utf8").trim());
    }, 50);
  });`;

describe("a kernel", () => {
  it.each([
    "SIGKILL",
    "SIGTERM",
    "SIGINT",
    "SIGHUP",
  ] as const)("that computes goes with its runner on %s", async (signal) => {
    const { runner, kernel } = await startRunner(COMPUTING);
    expect(isAlive(kernel)).toBe(true);
    process.kill(runner, signal);
    expect(await haveEnded(kernel)).toBe(true);
  });

  it.each(["SIGKILL", "SIGTERM"] as const)("of any kind goes with its runner on %s", async (signal) => {
    const { runner, kernel } = await startRunner(FOREIGN);
    expect(isAlive(kernel)).toBe(true);
    process.kill(runner, signal);
    expect(await haveEnded(kernel)).toBe(true);
  });
});

describe("what a cell has started", () => {
  const START = `import { spawn } from "node:child_process";
    const child = spawn("sleep", ["1000"], { stdio: "inherit" });
    child.pid`;

  it("goes with a kernel that is told to end", async () => {
    const kernel = await Conversation.open();
    const child = Number(await kernel.ask(START));
    expect(isAlive(child)).toBe(true);
    await kernel.session.close();
    expect(await haveEnded(child)).toBe(true);
  });

  it("goes with a kernel that dies, whose death is not hidden by it", async () => {
    const kernel = await Conversation.open();
    const child = Number(await kernel.ask(START));
    expect(isAlive(child)).toBe(true);
    const { end } = await kernel.say("process.exit(7)");
    expect(end).toMatchObject({ kind: "died", end: { code: 7 } });
    expect(await haveEnded(child)).toBe(true);
    await kernel.session.close();
  });
});
