import { Command } from "commander";
import { PACKAGE_VERSION } from "../package-version";
import { COMMANDS } from "./commands";

/** The command line with the code of one command, or of all where none is named (help, completion, a misspelt name). */
export async function programOf(name?: string): Promise<Command> {
  const program = new Command("cmoe")
    .description("Contaminated mixture of experts: models, estimates, predictions, studies, notebooks")
    .version(PACKAGE_VERSION)
    .showHelpAfterError("(see cmoe --help)")
    .exitOverride();
  const named = COMMANDS.filter((command) => command.name === name);
  for (const { group, load } of named.length > 0 ? named : COMMANDS) {
    program.commandsGroup(group);
    (await load())(program, () => programOf());
  }
  return program;
}
