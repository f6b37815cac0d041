import { join, resolve } from "node:path";

/** Compiled to build/site/reference.js. */
const ROOT = resolve(__dirname, "../..");

/** Writes the reference of the three entry points, made from their docstrings, into a folder. @throws Error where TypeDoc fails. */
export async function writeReference(out: string): Promise<void> {
  const { Application } = await import("typedoc");
  const app = await Application.bootstrap({
    name: "contaminated-moe",
    entryPoints: ["index", "node", "notebook"].map((name) => join(ROOT, "src", `${name}.ts`)),
    tsconfig: join(ROOT, "tsconfig.build.json"),
    readme: "none",
    githubPages: false,
    disableSources: true,
    excludeInternal: true,
    // Types that are named in signatures and not exported are shown by their names alone.
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    navigationLinks: { Workbook: "../index.html", Explorer: "../explorer.html" },
    logLevel: "Warn",
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc cannot read the library; npm run check says why.");
  await app.generateDocs(project, out);
}
