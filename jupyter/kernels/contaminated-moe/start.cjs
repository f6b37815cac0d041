// Jupyter runs this file with the path of a connection file. It starts the kernel compiled from src/jupyter/kernel.
const { existsSync } = require("node:fs");
const { join, resolve } = require("node:path");

const root = resolve(__dirname, "../../..");
const kernel = join(root, "dist/jupyter/kernel/start.js");

if (!existsSync(kernel)) {
  process.stderr.write(
    `contaminated-moe kernel: ${kernel} is missing; run "npm ci" (or "npm run build") in ${root}.\n`,
  );
  process.exit(2);
}
const [, , connectionFile] = process.argv;
if (connectionFile === undefined) {
  process.stderr.write("contaminated-moe kernel: it is started by Jupyter, with the path of a connection file.\n");
  process.exit(2);
}
require(kernel).startKernel(resolve(connectionFile), root);
