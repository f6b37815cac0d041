#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { InputError } from "../input-error";
import { PACKAGE_ROOT } from "../package-root";
import type { Register } from "./command";
import { registerBound } from "./model/bound";
import { registerFit } from "./model/fit";
import { registerInformation } from "./model/information";
import { registerModel } from "./model/model";
import { registerPlan } from "./model/plan";
import { registerPower } from "./model/power";
import { registerPredict } from "./model/predict";
import { registerSimulate } from "./model/simulate";
import { registerTest } from "./model/test";
import { registerScenarios } from "./study/scenarios";
import { registerStudy } from "./study/study";
import { registerWorker } from "./study/worker";
import { registerKernel } from "./workbook/kernel";
import { registerLab } from "./workbook/lab";
import { registerReproduce } from "./workbook/reproduce";
import { registerRun } from "./workbook/run";

/** The commands, in the order the help shows them; one file per command. */
const commands: readonly Register[] = [
  registerReproduce,
  registerScenarios,
  registerModel,
  registerSimulate,
  registerFit,
  registerPredict,
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
  const text = readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8");
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

// A reader that closes early (| head) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv).then((code) => {
  process.exitCode = code;
});
