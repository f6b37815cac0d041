import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
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
 * The process of a kernel, leading a group of its own. The kernel of this project watches its parent and goes with it;
 * the variable JPY_PARENT_PID asks Python's kernel for the same.
 */
export class KernelProcess {
  readonly connection: Connection;
  readonly ended: Promise<KernelEnd>;
  readonly #child: ChildProcess;
  readonly #directory: string;
  #said = "";

  private constructor(connection: Connection, spec: KernelSpec, workingDirectory: string) {
    this.connection = connection;
    this.#directory = mkdtempSync(join(tmpdir(), "cmoe-kernel-"));
    const file = join(this.#directory, "connection.json");
    writeFileSync(file, JSON.stringify({ ...connection, kernel_name: spec.name }), { mode: 0o600 });
    const [program = "", ...parameters] = spec.argv.map((each) =>
      each.replaceAll("{connection_file}", file).replaceAll("{resource_dir}", spec.directory),
    );
    const pid = String(process.pid);
    this.#child = spawn(program === "node" ? process.execPath : program, parameters, {
      cwd: workingDirectory,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...spec.environment, CMOE_RUNNER_PID: pid, JPY_PARENT_PID: pid },
    });
    const remember = (chunk: Buffer): void => {
      this.#said = (this.#said + chunk.toString("utf8")).slice(-REMEMBERED);
    };
    this.#child.stdout?.on("data", remember);
    this.#child.stderr?.on("data", remember);
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
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      this.#child.kill(signal);
    }
  }
}
