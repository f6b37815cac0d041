import type { Session } from "./session";

/** While a study runs, a replicate is looked into this often (milliseconds). */
const EVERY = 1200;
/** No larger replicate is looked into during a run: the look would hold the run up. */
export const LARGEST_LOOK = 25_000;

/** Looks into a replicate now and then while a study runs. */
export function lookNowAndThen(session: Session): void {
  let last = 0;
  let looking = false;
  session.on(["records"], () => {
    const { run } = session;
    const now = performance.now();
    if (run?.state !== "running" || looking || now - last < EVERY) return;
    const records = run.records(run.plan.starts[0]).filter(({ n }) => n <= LARGEST_LOOK);
    const middle = records[Math.floor(records.length / 2)];
    if (!middle) return;
    looking = true;
    last = now;
    void session.lookInto(middle.n, middle.replicate).finally(() => {
      looking = false;
    });
  });
}
