#!/usr/bin/env node
import { InputError } from "../input-error";
import { PACKAGE_VERSION } from "../package-version";
import { systemReason } from "../system-reason";

async function main(argv: readonly string[]): Promise<number> {
  // The only question that needs none of the code.
  if (argv.length === 3 && (argv[2] === "--version" || argv[2] === "-V")) {
    process.stdout.write(`${PACKAGE_VERSION}\n`);
    return 0;
  }
  const { CommanderError } = await import("commander");
  const { programOf } = await import("./program.js");
  try {
    await (await programOf(argv[2])).parseAsync(argv);
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
  process.stderr.write(`cmoe: The standard output cannot be written: ${systemReason(error)}. The result is lost.\n`);
  process.exit(1);
});

// The work goes on when nobody listens to its progress any more: the pipe or the terminal is closed.
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
});

main(process.argv).then((code) => {
  process.exitCode = code;
});
