/** The kernel's worker. The compiler is loaded before this script, by the line that the build puts first. */

import ts from "typescript";
import { stopThreads } from "../library/threads";
import type { FromKernel, Question, ToKernel } from "../messages";
import { writeTo } from "../node/globals";
import { openSiteFiles } from "../node/site-files";
import { answerFields } from "./answer-fields";
import { CellFilesInMemory } from "./cell-files";
import { flushOutput, openOutput, sendOutput, startOutput, writeStream } from "./cell-output";
import { CellRunner } from "./cell-runner";
import { Drafts } from "./drafts";
import { PageModules } from "./modules";
import { neededCells } from "./needed-cells";

/** What a page has of the project, as the build wrote it. */
interface Manifest {
  /** Served files by path below the project's folder, with their sizes. */
  readonly files: Readonly<Record<string, number>>;
  /** The libraries of the language that cells are checked with. */
  readonly libs: readonly string[];
}

const ASSETS = new URL(".", self.location.href).href;

function say(message: FromKernel): void {
  self.postMessage(message);
}

async function fetched<T>(file: string): Promise<T> {
  const response = await fetch(ASSETS + file);
  if (!response.ok) throw new Error(`${file} could not be fetched (status ${response.status}).`);
  return (await response.json()) as T;
}

class LiveKernel {
  readonly #files: CellFilesInMemory;
  readonly #runner: CellRunner;
  readonly #drafts: Drafts;
  /** Declarations, without which nothing can be checked or completed. */
  readonly #declared: Promise<void>;
  #work: Promise<void> = Promise.resolve();

  constructor(
    beside: Readonly<Record<string, string>>,
    libs: readonly string[],
    declarations: Promise<Readonly<Record<string, string>>>,
  ) {
    this.#files = new CellFilesInMemory(beside, libs);
    const modules = new PageModules((path) => this.#files.read(path));
    const host = this.#files.host(ts.createDocumentRegistry(true));
    this.#runner = new CellRunner(host, modules);
    this.#drafts = new Drafts(host, modules.load);
    openOutput((type, content) => say({ kind: "output", type, content }), this.#runner.tell);
    this.#declared = declarations.then((all) => {
      this.#files.add(all);
      // The first cell does not wait for this; all others do.
      this.#work = this.#work.then(() => {
        const late = this.#runner.check();
        say({ kind: "checking" });
        for (const [name, diagnostics] of late) {
          say({ kind: "late", number: Number(name.replace(/\D/g, "")), diagnostics });
        }
      });
      return this.#work;
    });
    this.#declared.catch((error: unknown) => say({ kind: "broken", reason: String(error) }));
    self.addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      this.#stray(event.reason);
    });
    self.addEventListener("error", (event) => {
      event.preventDefault();
      this.#stray(event.error ?? event.message);
    });
  }

  run(source: string, number: number): void {
    this.#work = this.#work.then(async () => {
      const began = performance.now();
      startOutput();
      const result = await this.#runner.run(source, number);
      if (result.kind !== "done") sendOutput("error", { ...result.error });
      else if (result.bundle) {
        sendOutput("execute_result", { execution_count: number, data: result.bundle, metadata: {} });
      }
      flushOutput();
      const ending = result.kind;
      say({ kind: "ended", number, ending, seconds: (performance.now() - began) / 1000 });
    });
  }

  interrupt(): void {
    this.#runner.interrupt();
    stopThreads();
  }

  async answer(question: Question): Promise<unknown> {
    if (question.kind === "fields") return answerFields(question.source);
    if (question.kind === "needs") return neededCells(question.above, question.source);
    await this.#declared;
    switch (question.kind) {
      case "complete":
        return this.#drafts.complete(question, question.position);
      case "inspect":
        return this.#drafts.inspect(question, question.position);
      case "diagnose":
        return this.#drafts.diagnose(question);
    }
  }

  /** An error that no running cell awaits. */
  #stray(reason: unknown): void {
    if (this.#runner.fail(reason)) return;
    const told = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    writeStream("stderr", `Uncaught after the cell had ended: ${this.#runner.tell(told)}\n`);
  }
}

const manifest = fetched<Manifest>("live-files.json");
const declarations = fetched<Readonly<Record<string, string>>>("live-types.json");
writeTo(writeStream);
let kernel: LiveKernel | undefined;
/** Questions are answered one after the other: they share one engine. */
let asked: Promise<void> = Promise.resolve();

async function serve(message: ToKernel): Promise<void> {
  switch (message.kind) {
    case "start":
      {
        const { files, libs } = await manifest;
        openSiteFiles(message.files, files);
        kernel = new LiveKernel(message.beside ?? {}, libs, declarations);
      }
      return say({ kind: "ready" });
    case "run":
      return kernel?.run(message.source, message.number);
    case "interrupt":
      return kernel?.interrupt();
    case "ask": {
      const { id, question } = message;
      asked = asked.then(async () => {
        const answer = await kernel?.answer(question).catch(() => undefined);
        say({ kind: "answer", id, answer });
      });
    }
  }
}

self.onmessage = ({ data }: MessageEvent<ToKernel>): void => {
  serve(data).catch((error: unknown) => say({ kind: "broken", reason: String(error) }));
};
