import { join } from "node:path";
import { type KernelSpec, PROJECT_ROOT } from "../runner/kernel-spec";

/** tslab as it comes, started as its own kernelspec would. */
const code = `require(${JSON.stringify(join(PROJECT_ROOT, "node_modules/tslab/dist/main.js"))})
  .startKernel({ configPath: process.argv[1], enableFindLocal: false });`;

export const STOCK_TSLAB: KernelSpec = {
  name: "tslab",
  directory: "",
  argv: ["node", "-e", code, "{connection_file}"],
  displayName: "tslab",
  language: "typescript",
  environment: {},
};
