/** A study could not go on (full disk, folder in use, damaged queue): nothing recorded is lost. Exit code 1. */
export class StudyError extends Error {
  override readonly name = "StudyError";
}
