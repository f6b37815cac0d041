/**
 * What the caller gave is not usable: the message is one sentence naming the value, the place and the remedy.
 * The command line turns it into exit code 2; any other error is a failure of the work itself (exit code 1).
 *
 * @example
 * ```ts
 * import { InputError, scenarioPath } from "contaminated-moe";
 * try {
 *   scenarioPath("nothing");
 * } catch (error) {
 *   console.log(error instanceof InputError); // true
 * }
 * ```
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
