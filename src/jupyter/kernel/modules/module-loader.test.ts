import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conversation, type Turn } from "../../testing/conversation";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
let kernel: Conversation;
beforeAll(async () => {
  kernel = await Conversation.open(directory);
});
afterAll(async () => {
  await kernel.session.close();
  rmSync(directory, { recursive: true });
});

const told = (turn: Turn): string => String((turn.reply.traceback as readonly string[] | undefined)?.join("\n"));

describe("modules beside the notebook", () => {
  it("resolve first, and are fresh with all that import them", async () => {
    mkdirSync(join(directory, "sub"));
    const util = join(directory, "util.ts");
    writeFileSync(util, "export const triple = (x: number): number => 3 * x;");
    writeFileSync(
      join(directory, "sub", "inner.ts"),
      "import { triple } from '../util';\nexport const nine = triple(3);\nexport function fail(): never {\n  throw new Error('in a module');\n}",
    );
    expect(await kernel.ask("import { triple } from './util'; triple(2)")).toBe("6");
    expect(await kernel.ask("import { nine, fail } from './sub/inner'; nine")).toBe("9");
    writeFileSync(util, "export const triple = (x: number): number => 300 * x;");
    expect(
      await kernel.ask("import { nine } from './sub/inner'; import { triple } from './util'; [nine, triple(3)]"),
    ).toBe("[ 900, 900 ]");
    expect(told(await kernel.say("fail()"))).toMatch(/sub\/inner\.ts:4:9/);
    writeFileSync(util, "export const triple = (x: number): string => 'x' + x;");
    expect((await kernel.say("import { triple } from './util'; const n: number = triple(1)")).reply.ename).toBe(
      "CompileError",
    );
  });

  it("that are missing are told with where they were looked for", async () => {
    const { reply } = await kernel.say("import { x } from './missing'");
    expect(reply.evalue).toContain(`It was looked for from ${directory} and then `);
    const required = await kernel.say("require('./missing')");
    expect(required.reply.evalue).toContain(`It was looked for from ${directory} and then `);
  });

  it("may be JSON", async () => {
    writeFileSync(join(directory, "data.json"), '{ "v": 1 }');
    expect(await kernel.ask("import d from './data.json' with { type: 'json' }; d.v")).toBe("1");
    expect(await kernel.ask("import e from './data.json'; e.v")).toBe("1");
  });

  it("that were not understood are refused with the place", async () => {
    writeFileSync(join(directory, "broken.ts"), "export const a = 1;\nexport const = 3;");
    const { reply } = await kernel.say("import './broken'");
    expect(reply.ename).toBe("SyntaxError");
    expect(reply.evalue).toMatch(/broken\.ts, line 2, column 14: Variable declaration expected/);
  });

  it("may be ES modules that await or ask where they are, and are fresh, too", async () => {
    const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
    write("awaits.mjs", "export const t = await Promise.resolve(5)");
    write("place.mjs", "export const here = import.meta.url");
    write("place.ts", "export const there: string = import.meta.dirname");
    expect(await kernel.ask("import { t } from './awaits.mjs'; t")).toBe("5");
    expect(await kernel.ask("import { here } from './place.mjs'; here.startsWith('file:///')")).toBe("true");
    expect(await kernel.ask("import { there } from './place'; there === process.cwd()")).toBe("true");
    expect(await kernel.ask("[import.meta.dirname === process.cwd(), typeof import.meta.url]")).toBe(
      "[ true, 'string' ]",
    );
    write("awaits.mjs", "export const t = await Promise.resolve(66)");
    write("place.mjs", "export const here = 'moved ' + import.meta.filename");
    expect(await kernel.ask("import { t } from './awaits.mjs'; t")).toBe("66");
    expect(await kernel.ask("import { here } from './place.mjs'; here.slice(0, 5)")).toBe("'moved'");
  });

  it("may be TypeScript with JSX syntax, or imported by their compiled names", async () => {
    writeFileSync(join(directory, "page.tsx"), "export const twice = (x: number): number => 2 * x;");
    expect(await kernel.ask("import { twice } from './page'; twice(1)")).toBe("2");
    expect(await kernel.ask("import { twice } from './page.js'; twice(2)")).toBe("4");
  });

  it("give all their names with export *, fresh as well", async () => {
    const file = join(directory, "many.ts");
    writeFileSync(file, "export const p = 1; export function q() { return 2 } export default 3");
    await kernel.say("export * from './many'");
    expect(await kernel.ask("p + q()")).toBe("3");
    expect((await kernel.say("const text: string = p")).reply.ename).toBe("CompileError");
    writeFileSync(file, "export const p = 10; export const extra = 5;");
    await kernel.say("export * from './many'");
    expect(await kernel.ask("p + extra")).toBe("15");
  });
});
