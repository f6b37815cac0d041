// The entry point "contaminated-moe" as one ES module, for bundlers and browsers: they can leave out what a page does not use.
// Node has the CommonJS files, whoever asks: so that there is one copy of every class.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outDir = join(root, "dist", "module");

await build({
  configFile: false,
  root,
  logLevel: "warn",
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    minify: false,
    lib: { entry: join(root, "src", "index.ts"), formats: ["es"], fileName: () => "index.mjs" },
    // Its dependencies are installed with it.
    rollupOptions: { external: (id) => !/^[./\0]/.test(id) },
  },
});
writeFileSync(join(outDir, "index.d.mts"), 'export * from "../index.js";\n');
