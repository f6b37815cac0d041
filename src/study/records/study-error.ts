/** A study could not go on (full disk, folder in use, damaged queue): nothing recorded is lost. Exit code 1. */
export class StudyError extends Error {
  override readonly name = "StudyError";
}

/** A failed write in words: the place, what is wrong, and how to go on; other errors as they are. */
export function storageError(folder: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new StudyError(`The disk holding ${folder} is full; free some space and run the same command to go on.`);
  }
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") {
    return new StudyError(`${folder} cannot be written to (${code}); change its permissions or give another --out.`);
  }
  return error instanceof Error ? error : new StudyError(message);
}
