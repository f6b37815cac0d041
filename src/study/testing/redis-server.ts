import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A real redis-server of the test's own: with a password, and persistence in `directory`. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
    readonly password: string,
  ) {}

  static async start(directory: string, password = "s3cret-w0rd"): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), directory, password);
    await server.up();
    return server;
  }

  get url(): string {
    return `redis://:${this.password}@127.0.0.1:${this.port}`;
  }

  /** Starts it, or starts it again with what it had persisted. */
  async up(): Promise<void> {
    const options = ["--port", String(this.port), "--dir", this.directory, "--requirepass", this.password];
    const persistence = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
    const child = spawn("redis-server", [...options, ...persistence, "--bind", "127.0.0.1"]);
    this.child = child;
    await new Promise<void>((ready, failed) => {
      child.once("exit", (code) => failed(new Error(`redis-server ended with ${code}`)));
      child.stdout.on("data", (data) => String(data).includes("Ready to accept connections") && ready());
    });
  }

  async down(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }
}
