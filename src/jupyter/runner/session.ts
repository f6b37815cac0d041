import type { Content, Message } from "../wire";
import { type KernelEnd, KernelProcess } from "./kernel-process";
import type { KernelSpec } from "./kernel-spec";
import { parentId, WireClient } from "./wire-client";

/** How a request for a cell ended. */
export type CellEnd =
  | { readonly kind: "replied"; readonly reply: Content }
  | { readonly kind: "died"; readonly end: KernelEnd }
  | { readonly kind: "silent"; readonly missing: "reply" | "end" }
  | { readonly kind: "timed out" | "stopped"; readonly killed: boolean };

/** How a cell is executed. */
export interface Execution {
  /** So long after it has begun the cell is interrupted; Infinity waits for ever. */
  readonly timeoutSeconds: number;
  /** Interrupts the cell, too. */
  readonly signal?: AbortSignal;
  /** Whether an error is no reason for the kernel to refuse what has been sent after it. */
  readonly errorIsFine?: boolean;
  /** Hears the request's id before any broadcast about it. */
  readonly onSent: (request: string) => void;
}

/** The kernel did not come up. */
export class KernelFailed extends Error {
  override readonly name = "KernelFailed";
}

interface Pending {
  reply: Content | undefined;
  idle: boolean;
  /** When the last message about the cell came. */
  heard: number;
  readonly begin: () => void;
  readonly finish: (reply: Content) => void;
}

const START_SECONDS = 60;
/** How long an interrupted cell may take to end before its kernel is killed. */
const GRACE_SECONDS = 5;
/** How long a kernel that has said half of the end of a cell, reply or idle, may take for the other half. */
const SILENT_SECONDS = 10;
/** How long a kernel may take to end when it is asked to. */
const SHUTDOWN_SECONDS = 2;
const POLL_MS = 100;

function sleep(milliseconds: number): { readonly done: Promise<undefined>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const done = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return { done, cancel: () => clearTimeout(timer) };
}

/** Runs out when a cell has taken its time; a kernel that is still loading may take that of a start before it begins. */
function cellClock(seconds: number): { readonly done: Promise<void>; begin(): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const set = (time: number): void => {
    clearTimeout(timer);
    if (Number.isFinite(time)) timer = setTimeout(finish, time * 1000);
  };
  set(START_SECONDS + seconds);
  return { done, begin: () => set(seconds), cancel: () => clearTimeout(timer) };
}

function whenAborted(signal: AbortSignal | undefined): { readonly done: Promise<void>; cancel(): void } {
  const controller = new AbortController();
  const done = new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { signal: controller.signal });
  });
  return { done, cancel: () => controller.abort() };
}

/** One kernel and the conversation with it. */
export class Session {
  readonly #process: KernelProcess;
  readonly #client: WireClient;
  readonly #pending = new Map<string, Pending>();
  readonly #onBroadcast: (request: string, message: Message) => void;
  #broadcastSeen = false;
  #info: Content | undefined;

  private constructor(process: KernelProcess, onBroadcast: (request: string, message: Message) => void) {
    this.#process = process;
    this.#onBroadcast = onBroadcast;
    this.#client = new WireClient(process.connection);
    this.#client.listen(
      (message) => this.#replied(message),
      (message) => this.#broadcast(message),
    );
  }

  /** Starts a kernel and waits until it answers; a port taken meanwhile is met by trying others. */
  static async open(
    spec: KernelSpec,
    workingDirectory: string,
    onBroadcast: (request: string, message: Message) => void,
    signal?: AbortSignal,
  ): Promise<Session> {
    let said = "";
    for (let attempt = 0; attempt < 3; attempt++) {
      const session = new Session(await KernelProcess.start(spec, workingDirectory), onBroadcast);
      const end = await session.#ready(signal);
      if (end === undefined) return session;
      await session.close();
      said = end.said;
      if (!said.includes("already in use")) break;
    }
    const reason = said === "" ? "it ended without a word" : said;
    throw new KernelFailed(`The kernel "${spec.name}" did not start: ${reason}`);
  }

  /** What the kernel says of its language. */
  get languageInfo(): unknown {
    return this.#info?.language_info;
  }

  async #ready(signal: AbortSignal | undefined): Promise<KernelEnd | undefined> {
    let ended: KernelEnd | undefined;
    void this.#process.ended.then((end) => {
      ended = end;
    });
    const limit = Date.now() + START_SECONDS * 1000;
    // Broadcasts are lost until the subscription has arrived: ask until an answer and a broadcast are seen.
    while (!this.#info || !this.#broadcastSeen) {
      await this.#client.send("shell", this.#client.request("kernel_info_request", {}));
      const until = Date.now() + POLL_MS;
      while (Date.now() < until && !(this.#info && this.#broadcastSeen)) await sleep(5).done;
      if (signal?.aborted) return { code: null, signal: null, said: "the run was stopped" };
      if (ended) return ended;
      if (Date.now() > limit) return { code: null, signal: null, said: `it gave no answer in ${START_SECONDS} s` };
    }
    this.#process.hideConnection();
    return undefined;
  }

  #replied(message: Message): void {
    if (message.header.msg_type === "kernel_info_reply") this.#info = message.content;
    const pending = this.#pending.get(parentId(message) ?? "");
    if (!pending || message.header.msg_type !== "execute_reply") return;
    pending.reply = message.content;
    pending.heard = Date.now();
    if (pending.idle) pending.finish(pending.reply);
  }

  #broadcast(message: Message): void {
    this.#broadcastSeen = true;
    const request = parentId(message);
    if (request === undefined) return;
    const pending = this.#pending.get(request);
    if (pending) pending.heard = Date.now();
    if (message.header.msg_type === "execute_input") pending?.begin();
    this.#onBroadcast(request, message);
    if (message.header.msg_type !== "status" || message.content.execution_state !== "idle") return;
    if (!pending) return;
    pending.idle = true;
    if (pending.reply) pending.finish(pending.reply);
  }

  /**
   * Runs one cell. When its time is over or the run is stopped it is interrupted, and when that does not end it the kernel
   * is killed.
   */
  async execute(code: string, execution: Execution): Promise<CellEnd> {
    const { timeoutSeconds, signal, errorIsFine = false, onSent } = execution;
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const message = this.#client.request("execute_request", { ...content, stop_on_error: !errorIsFine });
    const request = message.header.msg_id;
    onSent(request);
    const clock = cellClock(timeoutSeconds);
    const begin = (): void => clock.begin();
    const replied = new Promise<Content>((finish) => {
      this.#pending.set(request, { reply: undefined, idle: false, heard: Date.now(), begin, finish });
    }).then((reply): CellEnd => ({ kind: "replied", reply }));
    await this.#client.send("shell", message);
    const died = this.#process.ended.then((end): CellEnd => ({ kind: "died", end }));
    const stopped = whenAborted(signal);
    const silence = this.#watchSilence(request);
    const first = await Promise.race([
      replied,
      died,
      silence.found,
      stopped.done.then(() => "stopped" as const),
      clock.done.then(() => "timed out" as const),
    ]);
    clock.cancel();
    stopped.cancel();
    silence.cancel();
    if (typeof first === "object") {
      if (first.kind === "silent") this.#process.kill();
      return first;
    }
    this.#process.interrupt();
    const grace = sleep(GRACE_SECONDS * 1000);
    const second = await Promise.race([replied, died, grace.done]);
    grace.cancel();
    if (!second) this.#process.kill();
    return { kind: first, killed: !second };
  }

  /** Finds a kernel that has told the end of a cell by halves and then says nothing any more. */
  #watchSilence(request: string): { readonly found: Promise<CellEnd>; cancel(): void } {
    let timer: NodeJS.Timeout | undefined;
    const found = new Promise<CellEnd>((resolve) => {
      timer = setInterval(() => {
        const pending = this.#pending.get(request);
        if (!pending || !(pending.idle || pending.reply) || Date.now() - pending.heard < SILENT_SECONDS * 1000) return;
        resolve({ kind: "silent", missing: pending.idle ? "reply" : "end" });
      }, 500);
    });
    return { found, cancel: () => clearInterval(timer) };
  }

  /** Ends the kernel: it is asked to, so that it can tidy up, and killed when it does not. */
  async close(): Promise<void> {
    const limit = sleep(SHUTDOWN_SECONDS * 1000);
    const asked = this.#client.send("control", this.#client.request("shutdown_request", { restart: false }));
    await Promise.race([asked.then(() => this.#process.ended), limit.done]).catch(() => undefined);
    limit.cancel();
    this.#client.close();
    this.#process.kill();
  }
}
