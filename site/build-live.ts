import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { declarationFiles, LIBS } from "./declaration-files";

type Vite = typeof import("vite", { with: { "resolution-mode": "import" }});
type InlineConfig = NonNullable<Parameters<Vite["build"]>[0]>;

/** Scripts of live notebooks, each a classic one: workers load them by name. */
const SCRIPTS = [
  { name: "live", entry: "live/page/main.ts", worker: false },
  { name: "live-kernel", entry: "live/kernel/worker.ts", worker: true },
  { name: "live-thread", entry: "live/library/thread.ts", worker: true },
] as const;

/** Modules of the library that need Node's threads or programs, and what stands for them in a page. */
const REPLACED: Readonly<Record<string, string>> = {
  "src/study/engines/local-engine": "local-engine",
  "src/study/questions/test/statistics-in-parallel": "statistics-in-parallel",
  "src/estimation/likelihood/parallel-likelihood": "parallel-likelihood",
  "src/report/display/static-image": "static-image",
};

/** Modules of Node, and the file of site/live/node that stands for each; for path, the package pathe. */
const NODE_MODULES: ReadonlyMap<string, string> = new Map([
  ["buffer", "node-buffer"],
  ["child_process", "child-process"],
  ["crypto", "crypto"],
  ["fs", "fs"],
  ["os", "os"],
  ["util", "inspector"],
  ["worker_threads", "worker-threads"],
  ["zlib", "zlib"],
]);

/** Finds modules for the browser: Node's in site/live/node, replaced ones in site/live/library, the compiler in the worker. */
function forBrowser(root: string): NonNullable<InlineConfig["plugins"]>[number] {
  const site = join(root, "site");
  const node = (source: string, importer: string | undefined): string => {
    if (source === "node:path") return require.resolve("pathe").replace(/\.cjs$/, ".mjs");
    const file = NODE_MODULES.get(source.slice("node:".length));
    if (file === undefined) throw new Error(`${importer} imports ${source}: add it to site/live/node.`);
    return join(site, "live", "node", `${file}.ts`);
  };
  return {
    name: "cmoe-for-browser",
    enforce: "pre",
    resolveId(source: string, importer: string | undefined): string | null {
      if (source === "typescript") return join(site, "live", "kernel", "typescript-global.ts");
      if (source.startsWith("node:")) return node(source, importer);
      if (!source.startsWith(".") || importer === undefined || importer.startsWith(join(site, "live"))) return null;
      const target = relative(root, resolve(dirname(importer), source));
      const stand = REPLACED[target];
      return stand === undefined ? null : join(site, "live", "library", `${stand}.ts`);
    },
  };
}

function configuration(root: string, assets: string, { name, entry, worker }: (typeof SCRIPTS)[number]): InlineConfig {
  const site = join(root, "site");
  return {
    configFile: false,
    root: site,
    base: "./",
    logLevel: "warn",
    ...(worker ? { plugins: [forBrowser(root)], define: { __dirname: '"/contaminated-moe/src"' } } : {}),
    build: {
      outDir: assets,
      emptyOutDir: false,
      target: "es2022",
      // Names of classes are seen in outputs.
      ...(name === "live-kernel" ? { rolldownOptions: { output: { keepNames: true } } } : {}),
      lib: {
        entry: join(site, entry),
        formats: ["iife"],
        name: `cmoe_${name.replace("-", "_")}`,
        fileName: () => `${name}.js`,
      },
    },
  };
}

/** TypeScript for the worker: as published, without what only people read. */
async function compiler(assets: string): Promise<void> {
  const { minifySync } = await import("vite");
  const source = readFileSync(require.resolve("typescript"), "utf8");
  const { code, errors } = minifySync("typescript.js", source, { mangle: { toplevel: false } });
  if (errors.length > 0) throw new Error(`TypeScript cannot be minified: ${errors[0]?.message}`);
  writeFileSync(join(assets, "live-typescript.js"), code);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Serves the project's data as they are, and lists them, with the notebooks, for cells that read files. */
function serveFiles(root: string, out: string): void {
  cpSync(join(root, "data"), join(out, "data"), { recursive: true });
  const served = [...filesBelow(join(root, "data")), ...filesBelow(join(root, "notebooks"))];
  const kept = served.filter((file) => file.startsWith(join(root, "data")) || file.endsWith(".ipynb"));
  const files = Object.fromEntries(kept.map((file) => [relative(root, file), statSync(file).size]));
  writeFileSync(join(out, "assets", "live-files.json"), JSON.stringify({ files, libs: LIBS }));
}

/** Builds all that a live notebook loads, into the site at `out`. */
export async function buildLive(root: string, out: string): Promise<void> {
  const assets = join(out, "assets");
  const { build } = await import("vite");
  for (const script of SCRIPTS) await build(configuration(root, assets, script));
  const kernel = join(assets, "live-kernel.js");
  writeFileSync(kernel, `importScripts("live-typescript.js");\n${readFileSync(kernel, "utf8")}`);
  await compiler(assets);
  writeFileSync(join(assets, "live-types.json"), JSON.stringify(declarationFiles(root, ts)));
  serveFiles(root, out);
}
