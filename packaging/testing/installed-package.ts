import { execFileSync, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { npmIsOffline } from "./offline";

export const ROOT: string = resolve(__dirname, "../..");

/** What `npm pack` says of a package. */
export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** The package, installed in a folder that had nothing, as its users have it: without the optional peers. */
export class InstalledPackage {
  readonly #directory = realpathSync(mkdtempSync(join(tmpdir(), "cmoe-package-")));
  readonly folder: string = join(this.#directory, "an empty folder");
  readonly packed: Packed;
  /** Why nothing could be installed: npm has no network, and not all of it kept from before. Never where CI is set. */
  readonly offline: string | undefined;

  constructor() {
    mkdirSync(this.folder);
    const flags = ["--ignore-scripts", "--json", "--pack-destination", this.#directory];
    const told = execFileSync("npm", ["pack", ...flags], { cwd: ROOT, encoding: "utf8", stdio: "pipe" });
    const [packed] = JSON.parse(told) as readonly Packed[];
    if (packed === undefined) throw new Error(`npm pack tells of no package: ${told}`);
    this.packed = packed;
    this.offline = this.install(join(this.#directory, packed.filename));
  }

  /** Installs packages from the registry; the reason where npm cannot reach it. */
  install(...packages: readonly string[]): string | undefined {
    const flags = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    // A node_modules in a folder above would attract the packages.
    const { status, stderr } = this.run("npm", "install", "--prefix", this.folder, ...flags, ...packages);
    if (status === 0) return undefined;
    if (npmIsOffline(stderr)) return "npm is offline";
    throw new Error(`npm install ${packages.join(" ")}: ${stderr}`);
  }

  /** Tools of the project that a developer would have installed. */
  link(...names: readonly string[]): void {
    for (const name of names) {
      const place = join(this.folder, "node_modules", name);
      if (existsSync(place)) continue;
      mkdirSync(join(place, ".."), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), place);
    }
  }

  run(program: string, ...parameters: readonly string[]): SpawnSyncReturns<string> {
    return spawnSync(program, parameters, { cwd: this.folder, encoding: "utf8" });
  }

  cmoe(...parameters: readonly string[]): SpawnSyncReturns<string> {
    return this.run(join(this.folder, "node_modules/.bin/cmoe"), ...parameters);
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }
}
