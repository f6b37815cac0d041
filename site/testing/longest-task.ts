import type { CDPSession, Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the thread's own time: what other programs take from the processor is not in it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

function collected(session: CDPSession): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as readonly TraceEvent[])));
  return new Promise((done) => session.once("Tracing.tracingComplete", () => done(events)));
}

/**
 * The longest task of the page's main thread while something is done, in milliseconds of that thread's own time; tests run
 * beside each other, so time by the clock says nothing.
 */
export async function longestTask(page: Page, act: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser();
  const session = browser ? await browser.newBrowserCDPSession() : await page.context().newCDPSession(page);
  const events = collected(session);
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"] },
  });
  await act();
  await session.send("Tracing.end");
  const all = await events;
  await session.detach();
  const main = new Set(
    all
      .filter(({ ph, name, args }) => ph === "M" && name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = all.filter(({ name, pid, tid }) => name === "RunTask" && main.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error("The trace has no task of a page.");
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
