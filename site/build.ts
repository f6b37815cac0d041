import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { publishedStudies } from "contaminated-moe/node";
import { transformSync } from "esbuild";
import { pageSvgStyle, themeProperties } from "#dist/report/figures/style/svg-style";
import { buildLive } from "./build-live";
import { explorerPage } from "./pages/explorer-page";
import { readOnce } from "./pages/read-once";
import { documentOf } from "./pages/shell";
import { workbookPages } from "./pages/workbook";
import { writeReference } from "./reference";

/** Compiled to build/site/build.js. */
const ROOT = resolve(__dirname, "../..");
const SITE = join(ROOT, "site");
const OUT = join(ROOT, "build", "workbook");
const ASSETS = join(OUT, "assets");

/** Classic scripts, one file each, so that the pages work from file:// too. */
const SCRIPTS = [
  { name: "theme", entry: "browser/theme.ts" },
  { name: "workbook", entry: "browser/main.ts" },
  { name: "story", entry: "browser/pages/story.ts" },
  { name: "landing", entry: "browser/pages/landing.ts" },
  { name: "explorer", entry: "explorer/main.ts" },
] as const;

/** ml-matrix in modules: of its one file nothing can be left out. */
const MATRIX = join(dirname(require.resolve("ml-matrix")), "src/index.js");

async function bundle({ name, entry }: (typeof SCRIPTS)[number]): Promise<void> {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: SITE,
    base: "./",
    logLevel: "warn",
    resolve: { alias: { "ml-matrix": MATRIX } },
    build: {
      outDir: ASSETS,
      emptyOutDir: false,
      target: "es2022",
      lib: { entry: join(SITE, entry), formats: ["iife"], name: `cmoe_${name}`, fileName: () => `${name}.js` },
    },
  });
}

/** The explorer's script as one named function: its workers run the same text, so the library is in the page once. */
function asFunction(script: string, name: string): void {
  const file = join(ASSETS, script);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, `(function ${name}() {\nglobalThis.${name} = ${name};\n${text}\n})();\n`);
}

/** plotly.js comes as one readable file; pages get a third of it. */
async function minifyPlotly(): Promise<void> {
  const { minify } = await import("vite");
  const file = require.resolve("plotly.js-dist");
  const { code, errors } = await minify(file, readFileSync(file, "utf8"));
  if (errors.length > 0) throw new Error(`plotly.js cannot be minified: ${errors[0]?.message}`);
  writeFileSync(join(ASSETS, "plotly.min.js"), code);
}

/** Third-party files that are served as they are. */
function copyPackages(): void {
  const katex = join(dirname(require.resolve("katex/package.json")), "dist");
  copyFileSync(join(katex, "katex.min.css"), join(ASSETS, "katex.min.css"));
  cpSync(join(katex, "fonts"), join(ASSETS, "fonts"), {
    recursive: true,
    filter: (source) => !/\.(ttf|woff)$/.test(source),
  });
}

/** The colours of the pages and of their SVG come from the figures' own palette. */
function styleSheets(): void {
  const written = (name: string): string => readFileSync(join(SITE, "styles", name), "utf8");
  const write = (name: string, text: string): void => {
    writeFileSync(join(ASSETS, name), transformSync(text, { loader: "css", minify: true, target: "esnext" }).code);
  };
  write("site.css", [themeProperties(), written("base.css"), written("workbook.css"), pageSvgStyle()].join("\n"));
  write("live.css", written("live.css"));
  write("explorer.css", written("explorer.css"));
}

/** A fingerprint of a built script. */
function versionOf(script: string): string {
  return createHash("sha256")
    .update(readFileSync(join(ASSETS, script)))
    .digest("hex")
    .slice(0, 16);
}

async function main(): Promise<void> {
  const began = performance.now();
  rmSync(OUT, { recursive: true, force: true });
  for (const folder of [ASSETS, join(OUT, "notebooks")]) mkdirSync(folder, { recursive: true });
  for (const script of SCRIPTS) await bundle(script);
  asFunction("explorer.js", "cmoeExplorer");
  await buildLive(ROOT, OUT);
  await minifyPlotly();
  copyPackages();
  styleSheets();
  const studies = publishedStudies().map(readOnce);
  const { pages: workbook, files } = await workbookPages(studies);
  const pages = [...workbook, await explorerPage(studies, versionOf("explorer.js"))];
  for (const page of pages) writeFileSync(join(OUT, page.file), documentOf(page));
  for (const { file, content } of files) writeFileSync(join(OUT, file), content);
  await writeReference(join(OUT, "reference"));
  const kilobytes = (file: string): number => Math.round(statSync(join(ASSETS, file)).size / 1024);
  const sizes = SCRIPTS.map(({ name }) => `${name}.js ${kilobytes(`${name}.js`)} kB`).join(", ");
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(
    `The site: ${relative(process.cwd(), join(OUT, "index.html"))} (${pages.length} pages, ${sizes}; ${seconds} s)\n` +
      "Open it as a file, or run npm run site:serve.\n",
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
