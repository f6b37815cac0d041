/** In place of src/study/engines/local-engine: the same batches, done in web workers. */
import { BatchPlanner, type Engine, type EngineTask } from "../../../src/study/engines/engine";
import type { localEngine as inNode } from "../../../src/study/engines/local-engine";
import { experimentOf, runReplicate } from "../../../src/study/engines/replicate";
import { availableParallelism } from "../node/os";
import { withThread } from "./threads";

async function inThisThread({ design, missing, deliver, signal }: EngineTask): Promise<void> {
  const experiment = experimentOf(design);
  for (let step = missing.next(); !step.done && !signal.aborted; step = missing.next()) {
    deliver([runReplicate(experiment, step.value)]);
    await new Promise((done) => setImmediate(done));
  }
}

/** As many web workers as the machine has cores unless told; 0 works in the calling one. */
export const localEngine: typeof inNode = (workers: number = availableParallelism()): Engine => {
  return async (task) => {
    if (workers === 0) return inThisThread(task);
    const { design, signal, deliver } = task;
    const plan = new BatchPlanner(task.missing);
    let failed = false;
    const life = (): Promise<void> =>
      withThread(async (ask) => {
        while (!signal.aborted && !failed) {
          const cells = plan.next();
          if (cells.length === 0) return;
          const records = await ask({ kind: "records", design, cells });
          plan.observe(records);
          deliver(records);
        }
      });
    const outcomes = await Promise.allSettled(
      Array.from({ length: workers }, () =>
        life().catch((error: unknown) => {
          failed = true;
          throw error;
        }),
      ),
    );
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure) throw failure.reason;
  };
};
