import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What a peer says of one run. */
export interface Answer {
  readonly seconds: number;
  readonly logLikelihood?: number;
  readonly iterations?: number;
  /** lambda, eta, nu. */
  readonly at?: readonly number[];
}

/** A program that answers one JSON line to every line it is sent, timing itself: start-up costs do not count. */
export class Peer {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    const { stdout } = this.child;
    if (stdout === null) throw new Error(`${command} has no standard output.`);
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async run(task: string): Promise<Answer> {
    this.child.stdin?.write(`${task}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`A peer ended without an answer (its own message stands above) to "${task.slice(0, 60)}...".`);
    return JSON.parse(value) as Answer;
  }

  stop(): void {
    this.child.stdin?.end("quit\n");
  }
}

/** A C peer compiled (a name that ends in .so becomes a shared library), or undefined where there is no gcc. */
export function compilePeer(source: string, directory: string, name: string): string | undefined {
  mkdirSync(directory, { recursive: true });
  const binary = join(directory, name);
  const shared = name.endsWith(".so") ? ["-shared", "-fPIC"] : [];
  const flags = ["-O3", "-march=native", "-ffast-math", ...shared];
  const { status } = spawnSync("gcc", [...flags, "-o", binary, source, "-lm"], { stdio: "inherit" });
  return status === 0 ? binary : undefined;
}

/** Libraries that compile or differentiate a user's own likelihood. */
const AUTOMATIC = ["jax", "torch"] as const;
export type AutomaticLibrary = (typeof AUTOMATIC)[number];

export interface Python {
  readonly command: string;
  readonly versions: string;
  readonly automatic: readonly AutomaticLibrary[];
}

/** A Python that has numpy and scipy, what it has besides, and the versions; CMOE_PYTHON names one. */
export function findPython(): Python | undefined {
  const say = (library: string): string => `import ${library}; print("${library}", ${library}.__version__)`;
  for (const command of [process.env.CMOE_PYTHON ?? "python3", "python3", "/usr/bin/python3"]) {
    const version = (library: string): string | undefined => {
      const { status, stdout } = spawnSync(command, ["-c", say(library)], { encoding: "utf8" });
      return status === 0 ? stdout.trim() : undefined;
    };
    const [numpy, scipy] = [version("numpy"), version("scipy")];
    if (numpy === undefined || scipy === undefined) continue;
    const found = AUTOMATIC.map((library) => ({ library, says: version(library) }));
    const there = found.filter(({ says }) => says !== undefined);
    return {
      command,
      versions: [numpy, scipy, ...there.map(({ says }) => says)].join(", "),
      automatic: there.map(({ library }) => library),
    };
  }
  return undefined;
}

/** Runs the R peers, if R is there: one answer per package. */
export function runRegressions(
  peers: string,
  data: string,
  n: number,
  d: number,
): readonly (Answer & { peer: string })[] {
  const args = [join(peers, "regressions.R"), data, String(n), String(d)];
  const { status, stdout } = spawnSync("Rscript", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) return [];
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Answer & { peer: string });
}
