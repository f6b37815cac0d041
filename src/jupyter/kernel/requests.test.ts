import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KernelProcess } from "../runner/kernel-process";
import { findKernelSpec, PROJECT_ROOT } from "../runner/kernel-spec";
import { parentId, WireClient } from "../runner/wire-client";
import type { Content, Message } from "../wire";

/** A bare client: requests may overlap, as a front end's "run all" sends them. */
let kernel: KernelProcess;
let client: WireClient;
const replies = new Map<string, Message>();
const broadcasts: Message[] = [];

async function until<T>(find: () => T | undefined): Promise<T> {
  // Long, as the machine may be shared.
  for (const limit = Date.now() + 60_000; Date.now() < limit; ) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("it did not come");
}

async function send(type: string, content: Content, channel: "shell" | "control" = "shell"): Promise<string> {
  const message = client.request(type, content);
  await client.send(channel, message);
  return message.header.msg_id;
}

function replyTo(id: string): Promise<Message> {
  return until(() => replies.get(id));
}

function about(id: string): readonly Message[] {
  return broadcasts.filter((each) => parentId(each) === id);
}

async function idle(id: string): Promise<readonly Message[]> {
  await until(() => about(id).find((each) => each.content.execution_state === "idle"));
  return about(id);
}

beforeAll(async () => {
  kernel = await KernelProcess.start(findKernelSpec("contaminated-moe"), PROJECT_ROOT);
  client = new WireClient(kernel.connection);
  client.listen(
    (message) => replies.set(parentId(message) ?? "", message),
    (message) => broadcasts.push(message),
  );
  // Broadcasts are lost until the subscription has arrived.
  while (broadcasts.length === 0) {
    await replyTo(await send("kernel_info_request", {}));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
afterAll(() => {
  client.close();
  kernel.kill();
});

describe("execute_request", () => {
  it("answers followers of a failed cell with aborted, but not who comes after the answer", async () => {
    const failed = await send("execute_request", {
      code: "const end = Date.now() + 300;\nwhile (Date.now() < end) {}\nthrow new Error('x')",
    });
    const followers = [await send("execute_request", { code: "1" }), await send("execute_request", { code: "2" })];
    expect((await replyTo(failed)).content.status).toBe("error");
    for (const each of followers) expect((await replyTo(each)).content.status).toBe("aborted");
    const later = await send("execute_request", { code: "3" });
    expect((await replyTo(later)).content.status).toBe("ok");
  });

  it("runs followers when stop_on_error is false", async () => {
    await send("execute_request", { code: "throw new Error('x')", stop_on_error: false });
    const follower = await send("execute_request", { code: "1" });
    expect((await replyTo(follower)).content.status).toBe("ok");
  });

  it("silent is not heard, not counted and not remembered", async () => {
    const before = (await replyTo(await send("execute_request", { code: "0" }))).content.execution_count;
    const silent = await send("execute_request", { code: "console.log('quiet'); 'quiet'", silent: true });
    const types = (await idle(silent)).map((each) => each.header.msg_type);
    expect(types).toEqual(["status", "status"]);
    const history = await replyTo(
      await send("history_request", { hist_access_type: "tail", n: 1, output: true, raw: true }),
    );
    expect(history.content.history).toEqual([[1, before, ["0", "0"]]]);
    const after = (await replyTo(await send("execute_request", { code: "0" }))).content.execution_count;
    expect(after).toBe(Number(before) + 1);
  });

  it("evaluates user expressions", async () => {
    const id = await send("execute_request", { code: "let w = 2;", user_expressions: { a: "w * 2", b: "w.x.y" } });
    const { user_expressions: answers } = (await replyTo(id)).content;
    expect(answers).toMatchObject({ a: { status: "ok", data: { "text/plain": "4" } }, b: { status: "error" } });
  });

  it("is counted in every message that says so", async () => {
    const id = await send("execute_request", { code: "'counted'" });
    const { execution_count: count } = (await replyTo(id)).content;
    const counted = (await idle(id)).filter((each) => each.header.msg_type.startsWith("execute_"));
    expect(counted.map((each) => each.content.execution_count)).toEqual([count, count]);
  });

  it("is interrupted by interrupt_request on control while it waits", async () => {
    const id = await send("execute_request", { code: "await new Promise(() => {})" });
    await until(() => about(id).find((each) => each.header.msg_type === "execute_input"));
    expect((await replyTo(await send("interrupt_request", {}, "control"))).content).toEqual({ status: "ok" });
    expect((await replyTo(id)).content).toMatchObject({ status: "error", ename: "Interrupted" });
  });
});

describe("other requests", () => {
  it("comm_info_request has no comms, unknown ones are survived", async () => {
    await send("no_such_request", {});
    expect((await replyTo(await send("comm_info_request", {}))).content).toEqual({ status: "ok", comms: {} });
  });

  it("comm_open is answered with comm_close, for no target is known", async () => {
    const id = await send("comm_open", { comm_id: "c1", target_name: "jupyter.widget", data: {} });
    const closed = (await idle(id)).find((each) => each.header.msg_type === "comm_close");
    expect(closed?.content).toEqual({ comm_id: "c1", data: {} });
  });

  it.each([
    ["require('f", ["fs", "fs/promises"], 9, 10],
    ["const z: 'apple' | 'banana' = 'ap", ["apple"], 31, 33],
    ["import x from 'contam", ["contaminated-moe"], 15, 21],
    ["import x from './", ["./package.json", "./src"], 15, 17],
    ["import x from './packa", ["./package-lock.json", "./package.json"], 15, 22],
    ["Math.cosh", ["cosh"], 5, 9],
    ["Object.entr", ["entries"], 7, 11],
    ["function q() { const loc1 = 1; loc", ["loc1"], 31, 34],
  ])("completes %s", async (code, expected, start, end) => {
    const { content } = await replyTo(await send("complete_request", { code, cursor_pos: code.length }));
    expect(content).toMatchObject({ cursor_start: start, cursor_end: end });
    for (const each of expected) expect(content.matches).toContain(each);
    const typed = code.slice(start, end);
    expect((content.matches as string[]).filter((each) => !each.startsWith(typed))).toEqual([]);
  });

  it("inspection inside a call shows its signature", async () => {
    const code = "Math.max(1, ";
    const { content } = await replyTo(
      await send("inspect_request", { code, cursor_pos: code.length, detail_level: 0 }),
    );
    expect(content).toMatchObject({
      found: true,
      data: { "text/plain": expect.stringContaining("max(...values: number[])") },
    });
  });

  it("positions count characters, not UTF-16 units", async () => {
    const code = "'😀'; Math.hypo";
    const id = await send("complete_request", { code, cursor_pos: [...code].length });
    const { content } = await replyTo(id);
    expect(content).toMatchObject({
      matches: ["hypot"],
      cursor_start: [...code].length - 4,
      cursor_end: [...code].length,
    });
  });

  it("shutdown_request is answered, also on iopub, and ends the process", async () => {
    const id = await send("shutdown_request", { restart: true }, "control");
    expect((await replyTo(id)).content).toEqual({ status: "ok", restart: true });
    await until(() => about(id).find((each) => each.header.msg_type === "shutdown_reply"));
    expect(await kernel.ended).toMatchObject({ code: 0 });
  });
});
