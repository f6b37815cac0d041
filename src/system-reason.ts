/** What the operating system's error codes mean to somebody who named a file. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it may not be opened; change its permissions",
  EBUSY: "it is in use; wait, or end what uses it",
  EDQUOT: "the disk quota is used up; free some of it",
  EFBIG: "it would become larger than the file system allows; write elsewhere",
  EINVAL: "the system does not let it be read or written like a file",
  EIO: "the device reports an error; copy the file elsewhere, or check the device",
  EISDIR: "it is a folder; name a file",
  ELOOP: "its symbolic links go in a circle; name the file itself",
  EMFILE: "too many files are open; close some",
  ENAMETOOLONG: "its name is too long; take a shorter one",
  ENODEV: "no such device is there; name a file",
  ENOENT: "it is not there; check the path",
  ENOSPC: "no space is left there; free some, or name another place",
  ENOTDIR: "a part of its path is a file, no folder; check the path",
  ENXIO: "nothing answers there (a socket, or a device that is not there); name a file or a pipe",
  EPERM: "the system does not permit it; name another file",
  EPIPE: "its reader is gone; keep the reader open until the end",
  EROFS: "the file system is read-only; name another place",
};

/** Why a file could not be opened, read or written, and what to do: the end of a sentence that names the file. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  if (code !== undefined && code in REASONS) return REASONS[code];
  return code === undefined ? String(error) : `the system says ${code}; name another file`;
}
