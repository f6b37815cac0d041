import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "./runner/kernel-spec";
import { readNotebook } from "./runner/notebook-file";
import { Displays, OutputLog } from "./runner/output-log";
import { Session } from "./runner/session";
import { STOCK_TSLAB } from "./testing/stock-tslab";

const published = join(PROJECT_ROOT, "notebooks");
const all = readdirSync(published).filter((each) => each.endsWith(".ipynb"));
/** The whole workbook takes many minutes; CMOE_ALL_NOTEBOOKS=1 runs it, otherwise two notebooks stand for all. */
const chosen = process.env.CMOE_ALL_NOTEBOOKS === "1" ? all : all.filter((each) => /^1[03]-/.test(each));

/** A folder where the package is installed: tslab's compiler finds packages in node_modules alone. */
const folder = mkdtempSync(join(tmpdir(), "cmoe-test-"));
const directory = join(folder, "notebooks");
mkdirSync(directory);
mkdirSync(join(folder, "node_modules"));
symlinkSync(PROJECT_ROOT, join(folder, "node_modules/contaminated-moe"));
symlinkSync(join(PROJECT_ROOT, "node_modules/@types"), join(folder, "node_modules/@types"));
symlinkSync(join(PROJECT_ROOT, "data"), join(folder, "data"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("tslab's own kernel", () => {
  it.each(chosen)("runs %s unchanged", { timeout: 1_800_000 }, async (name) => {
    const logs = new Map<string, OutputLog>();
    const displays = new Displays();
    const session = await Session.open(STOCK_TSLAB, directory, (request, message) => logs.get(request)?.add(message));
    try {
      for (const cell of readNotebook(join(published, name)).cells) {
        if (cell.type !== "code") continue;
        const log = new OutputLog(displays);
        const end = await session.execute(cell.source, {
          timeoutSeconds: 1_200,
          onSent: (request) => {
            logs.set(request, log);
          },
        });
        // tslab prints an error to stderr and says so in its reply.
        const said = log.outputs.filter((each) => each.name === "stderr").map((each) => each.text);
        expect([cell.id, end.kind === "replied" ? end.reply.status : end.kind, said]).toEqual([cell.id, "ok", said]);
      }
    } finally {
      await session.close();
    }
  });
});
