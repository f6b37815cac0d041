import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../connection";
import type { KernelSpec } from "./kernel-spec";

/** How a kernel's process ended, with the last it said. */
export interface KernelEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/**
 * A shell that becomes the kernel and leaves a guard in its process group. The guard reads from the runner and gets
 * nothing until the runner is gone, however it ended; then it ends the group.
 */
const GUARDED = '(read -r line <&3; kill -s KILL -- -$$) >/dev/null 2>&1 & exec "$@" 3<&-';

/** How long the last words of a kernel that has ended may take to arrive. */
const LAST_WORDS_MS = 1000;

const REMEMBERED = 4000;
const live = new Set<KernelProcess>();
process.on("exit", () => {
  for (const each of live) each.kill();
});

/** Five free ports of this machine; whoever takes one in between is met by trying again. */
async function freePorts(): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function newConnection(): Promise<Connection> {
  const [shell = 0, iopub = 0, stdin = 0, control = 0, hb = 0] = await freePorts();
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: hb,
  };
}

/**
 * The process of a kernel, leading a group of its own: what cells start belongs to it and ends with the kernel, and the
 * whole group ends with the runner.
 */
export class KernelProcess {
  readonly connection: Connection;
  readonly ended: Promise<KernelEnd>;
  readonly #child: ChildProcess;
  readonly #directory: string;
  #said = "";
  #ended = false;

  private constructor(connection: Connection, spec: KernelSpec, workingDirectory: string) {
    this.connection = connection;
    this.#directory = mkdtempSync(join(tmpdir(), "cmoe-kernel-"));
    const file = join(this.#directory, "connection.json");
    writeFileSync(file, JSON.stringify({ ...connection, kernel_name: spec.name }), { mode: 0o600 });
    const [program = "", ...parameters] = spec.argv.map((each) =>
      each.replaceAll("{connection_file}", file).replaceAll("{resource_dir}", spec.directory),
    );
    const pid = String(process.pid);
    const command = [program === "node" ? process.execPath : program, ...parameters];
    const guarded = process.platform === "win32" ? command : ["/bin/sh", "-c", GUARDED, "kernel", ...command];
    this.#child = spawn(guarded[0] ?? program, guarded.slice(1), {
      cwd: workingDirectory,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      env: { ...process.env, ...spec.environment, CMOE_RUNNER_PID: pid, JPY_PARENT_PID: pid },
    });
    const remember = (chunk: Buffer): void => {
      this.#said = (this.#said + chunk.toString("utf8")).slice(-REMEMBERED);
    };
    this.#child.stdout?.on("data", remember);
    this.#child.stderr?.on("data", remember);
    const guard = this.#child.stdio[3] as Socket | null | undefined;
    guard?.on("error", () => {});
    guard?.unref();
    live.add(this);
    this.ended = new Promise((resolve) => {
      const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#forget();
        resolve({ code, signal, said: this.#said.trim() });
      };
      this.#child.once("error", (error) => {
        this.#said += error.message;
        finish(null, null);
      });
      // Its pipes close only when whatever it has started has ended, too.
      this.#child.once("exit", (code, signal) => {
        this.#signal("SIGKILL");
        this.#ended = true;
        setTimeout(() => finish(code, signal), LAST_WORDS_MS).unref();
      });
      this.#child.once("close", finish);
    });
  }

  static async start(spec: KernelSpec, workingDirectory: string): Promise<KernelProcess> {
    return new KernelProcess(await newConnection(), spec, workingDirectory);
  }

  /** The kernel has read its connection file: it need not lie around. */
  hideConnection(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #forget(): void {
    live.delete(this);
    this.hideConnection();
  }

  interrupt(): void {
    this.#signal("SIGINT");
  }

  /** Ends the kernel and whatever it has started. */
  kill(): void {
    this.#signal("SIGKILL");
    this.#forget();
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    // The number of a process that has ended may become another's.
    if (pid === undefined || this.#ended) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone, or this system has none.
      this.#child.kill(signal);
    }
  }
}
