import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
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

/** Starts a kernel in a runner of its own, lets it compute for ever and tells the processes' ids. */
function startRunner(): Promise<{ readonly runner: number; readonly kernel: number }> {
  const conversation = join(PROJECT_ROOT, "dist/jupyter/testing/conversation.js");
  const code = `const { Conversation } = require(${JSON.stringify(conversation)});
    Conversation.open().then(async (kernel) => {
      console.log(await kernel.ask("process.pid"));
      await kernel.say("while (true) {}", 1000);
    });`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"], cwd: directory });
  return new Promise((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      // Give the endless cell time to start.
      setTimeout(() => resolve({ runner: child.pid ?? 0, kernel: Number(chunk.toString()) }), 300);
    });
  });
}

describe("a kernel that computes without a pause", () => {
  it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("goes with its runner on %s", async (signal) => {
    const { runner, kernel } = await startRunner();
    expect(isAlive(kernel)).toBe(true);
    process.kill(runner, signal);
    const limit = Date.now() + 5000;
    while (isAlive(kernel) && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isAlive(kernel)).toBe(false);
  });
});
