// The package's commands can be executed. npm sees to it when it first links them; `npx cmoe` in a clone that was built anew
// finds the link of the build before and leaves the new file as the compiler wrote it.
import { chmodSync, readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const { bin } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
for (const file of Object.values(bin)) chmodSync(new URL(file, root), 0o755);
