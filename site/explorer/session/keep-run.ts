import type { Session } from "./session";

/** A run that goes on is kept this often; milliseconds. */
const EVERY = 2000;

/** Keeps the session's run between visits: now and then while it goes on, and whenever it halts. */
export function keepRun(session: Session, failed: () => void): void {
  let last = Number.NEGATIVE_INFINITY;
  let kept = 0;
  const keep = (): void => {
    const { run } = session;
    if (!run || run.done === 0 || !session.options.shelf) return;
    last = performance.now();
    kept = run.done;
    void session.options.shelf.keep(run.plan, run.kept).then((sound) => {
      if (!sound) failed();
    });
  };
  session.on(["records"], () => {
    const { run } = session;
    if (!run || run.done === kept) return;
    if (run.state !== "running" || performance.now() - last > EVERY) keep();
  });
}
