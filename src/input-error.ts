/**
 * What the caller gave is not usable: the message is one sentence naming the value, the place and the remedy.
 * The command line turns it into exit code 2; any other error is a failure of the work itself (exit code 1).
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
