import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "./input-error";
import { PACKAGE_ROOT } from "./package-root";

/**
 * Parts of the package that rest on heavy packages: these are optional peers, so that whoever fits models alone installs none of them.
 * A checkout has them all.
 */
const PARTS = {
  kernel: { what: "Running notebooks", packages: ["typescript", "@types/node", "zeromq"] },
  cells: { what: "Reading the exercises of notebooks", packages: ["typescript"] },
  queue: { what: "The queue engine", packages: ["bullmq", "ioredis"] },
  pages: { what: "A page with figures", packages: ["plotly.js-dist"] },
  images: { what: "A static image of a figure", packages: ["playwright-core", "plotly.js-dist"] },
  sheets: { what: "An exercise sheet", packages: ["typescript", "markdown-it", "katex", "@vscode/markdown-it-katex"] },
} as const;

export type OptionalPart = keyof typeof PARTS;

/** From TypeScript 7 on, the compiler is a program without an interface for other programs. */
const TOO_NEW: Readonly<Record<string, number>> = { typescript: 7 };

/** The version of an installed package that is too new for this one. */
function tooNew(name: string): string | undefined {
  const limit = TOO_NEW[name];
  if (limit === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8")) as {
    readonly version: string;
  };
  return Number(version.split(".")[0]) < limit ? undefined : version;
}

function isMissing(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return false;
  } catch (error) {
    // Another code means that it is there and does not show this file.
    return (error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND";
  }
}

/** The packages of a part with the versions this package is tested with. */
function withVersions(names: readonly string[]): readonly string[] {
  const { devDependencies: tested } = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  return names.map((name) => `${name}@${tested[name]}`);
}

/** @throws InputError naming the packages a part lacks, or has too new, and the command that installs them. */
export function requirePart(part: OptionalPart): void {
  const { what, packages } = PARTS[part];
  const missing = packages.filter(isMissing);
  if (missing.length === 0) {
    for (const name of packages) {
      const version = tooNew(name);
      if (version === undefined) continue;
      throw new InputError(
        `${what} needs ${name} below version ${TOO_NEW[name]}, and ${version} is installed; install with: npm install ${withVersions([name]).join(" ")}`,
      );
    }
    return;
  }
  const are = missing.length === 1 ? "is" : "are";
  throw new InputError(
    `${what} needs ${missing.join(", ")}, which ${are} not installed; install with: npm install ${withVersions(missing).join(" ")}`,
  );
}

/** Loads what rests on a part. @throws InputError as `requirePart` does */
export async function loadPart<T>(part: OptionalPart, load: () => Promise<T>): Promise<T> {
  requirePart(part);
  return load();
}
