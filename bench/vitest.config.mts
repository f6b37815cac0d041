import { defineConfig } from "vitest/config";

/** Benchmarks with limits; run alone on a quiet machine: npm run build && npx vitest run --config bench/vitest.config.mts */
export default defineConfig({
  test: {
    include: ["bench/**/*.bench.ts"],
    testTimeout: 600_000,
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
});
