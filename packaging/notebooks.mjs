// The notebooks as a package has them: without outputs, which are most of their 15 MB.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const from = join(root, "notebooks");
const to = join(root, "dist", "notebooks");

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
for (const file of readdirSync(from).filter((name) => name.endsWith(".ipynb"))) {
  const notebook = JSON.parse(readFileSync(join(from, file), "utf8"));
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  writeFileSync(join(to, file), `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`);
}
