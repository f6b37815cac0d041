/** The work itself failed (no convergence, a notebook's error, a failed check): exit code 1, message on stderr. */
export class WorkFailed extends Error {
  override readonly name = "WorkFailed";
}
