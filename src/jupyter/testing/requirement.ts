import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A program that some tests need and not every machine has. */
export interface Requirement {
  /** Skips the tests on a machine without it; never where CI is set, where its absence is a failure. */
  readonly skip: boolean;
  /** The name of a group of tests, with the hint how to install what is missing. */
  title(name: string): string;
}

const inCi = ["1", "true"].includes(process.env.CI ?? "");

function requirement(present: boolean, hint: string): Requirement {
  return {
    skip: !present && !inCi,
    title: (name) => (present ? name : `${name} (needs ${hint})`),
  };
}

/** The Python that has Debian's Jupyter packages; CMOE_PYTHON names another one. */
export const PYTHON: string = process.env.CMOE_PYTHON ?? "/usr/bin/python3";

/** A Python that can import these modules, which come with the given Debian packages. */
export function needsPython(modules: readonly string[], packages: string): Requirement {
  const code = modules.map((each) => `import ${each}`).join("; ");
  const present = spawnSync(PYTHON, ["-c", code], { stdio: "ignore" }).status === 0;
  return requirement(present, `${PYTHON} with ${modules.join(", ")}: apt install ${packages}`);
}

/** The browser that opens what notebooks show; CMOE_CHROMIUM names another one. */
export const CHROMIUM: string = process.env.CMOE_CHROMIUM ?? "/usr/bin/chromium";

export function needsChromium(): Requirement {
  return requirement(existsSync(CHROMIUM), "Chromium: apt install chromium");
}

/** All of several requirements. */
export function needsAll(...each: readonly Requirement[]): Requirement {
  return {
    skip: each.some((one) => one.skip),
    title: (name) => each.reduce((text, one) => one.title(text), name),
  };
}
