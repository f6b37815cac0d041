#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { InputError } from "../input-error";
import { registerBound } from "./bound";
import type { Register } from "./command";
import { registerFit } from "./fit";
import { registerInformation } from "./information";
import { registerKernel } from "./kernel";
import { registerLab } from "./lab";
import { registerPlan } from "./plan";
import { registerPower } from "./power";
import { registerReproduce } from "./reproduce";
import { registerRun } from "./run";
import { registerScenarios } from "./scenarios";
import { registerSimulate } from "./simulate";
import { registerStudy } from "./study";
import { registerTest } from "./test";
import { registerWorker } from "./worker";

/** The commands, in the order the help shows them; one file per command. */
const commands: readonly Register[] = [
  registerReproduce,
  registerScenarios,
  registerSimulate,
  registerFit,
  registerTest,
  registerPower,
  registerPlan,
  registerInformation,
  registerBound,
  registerStudy,
  registerWorker,
  registerRun,
  registerKernel,
  registerLab,
];

function packageVersion(): string {
  const text = readFileSync(resolve(__dirname, "../../package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command("cmoe")
    .description("Contaminated mixture of experts: models, estimates, predictions, studies, notebooks")
    .version(packageVersion())
    .showHelpAfterError("(see cmoe --help)")
    .exitOverride();
  for (const register of commands) register(program);
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has already printed its own message; help and version are not failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`cmoe: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.CMOE_TRACE && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return error instanceof InputError ? 2 : 1;
  }
}

// A reader of results that closes early (| head) is no error and wants no more.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
});

// The work goes on when nobody listens to its progress any more: the pipe or the terminal is closed.
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
});

main(process.argv).then((code) => {
  process.exitCode = code;
});
