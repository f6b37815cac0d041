import { createHash } from "node:crypto";
import type { Design } from "./design";

/** JSON with sorted keys and no spaces: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** sha256 (hex) of all of the design but the path's title, which changes no record. */
export function designHash(design: Design): string {
  const { title: _, ...path } = design.path;
  return createHash("sha256")
    .update(canonicalJson({ ...design, path }))
    .digest("hex");
}

/** "L-resonant-0123456789abcdef": the path for the reader, the hash's first 16 digits for the machine. */
export function folderName(design: Design): string {
  return `${design.path.id.replace(/\//g, "-")}-${designHash(design).slice(0, 16)}`;
}
