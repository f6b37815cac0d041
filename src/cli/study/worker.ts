import { requirePart } from "../../optional-part";
import { note, parseCount, type Register } from "../command";

/** `cmoe worker`: does the jobs of queue studies on this machine until stopped. */
export const registerWorker: Register = (program) => {
  program
    .command("worker")
    .description("do the fits of queue studies (cmoe study ... --engine queue) on this machine until stopped")
    .option("--redis <URL>", "redis://[user:password@]host:port, rediss:// with TLS (REDIS_URL unless given)")
    .option("--workers <W>", "threads; one per core unless given", parseCount)
    .addHelpText("after", "\nExample:\n  REDIS_URL=rediss://me:secret@redis.example:6380 cmoe worker")
    .action(async (flags: { redis?: string; workers?: number }) => {
      requirePart("queue");
      const { redisAddress } = await import("../../study/engines/queue/redis-address.js");
      const { runQueueWorker } = await import("../../study/engines/queue/queue-worker.js");
      const address = redisAddress(flags.redis);
      const controller = new AbortController();
      for (const name of ["SIGINT", "SIGTERM"] as const) {
        process.on(name, () => {
          if (controller.signal.aborted) process.exit(name === "SIGINT" ? 130 : 143);
          note("Finishing the jobs in hand; once more to stop at once (others will do them).");
          controller.abort();
        });
      }
      const threads = flags.workers === undefined ? {} : { threads: flags.workers };
      await runQueueWorker(address, { ...threads, signal: controller.signal, onNote: note });
    });
};
