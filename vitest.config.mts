import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "packaging/**/*.test.ts", "site/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
