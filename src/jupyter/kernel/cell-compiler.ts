import { type Converter, type ConvertResult, createConverter, type Diagnostic } from "tslab/dist/converter";
import type { ConverterSet } from "tslab/dist/executor";
import { guardAwaits } from "./await-guard";
import { dropMarks, markCell, readMarks } from "./cell-marks";
import { redirectDefinitions } from "./cell-variables";

/** A cell as it was compiled, kept so that a stack trace can be told in the cell's own lines. */
export interface CompiledCell {
  readonly source: string;
  /** The line of the source for each line of the output, from 1. */
  readonly lines: readonly number[];
  /** Where tslab stores the value of a last expression. */
  readonly resultVariable: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The name of a cell in stack traces. */
export function cellFile(number: number): string {
  return `cell-${number}.ts`;
}

/**
 * tslab's converter with what its cells lack: lines for stack traces, the name of the cell, a truthful answer whether
 * it awaits, and variables in a plain object.
 */
export class CellCompiler implements ConverterSet {
  readonly #inner: Converter;
  #number = 0;
  readonly #cells = new Map<number, CompiledCell>();

  readonly node: Converter;
  readonly browser: Converter;

  constructor() {
    const inner = createConverter();
    this.#inner = inner;
    this.node = {
      convert: (declarations, source) => this.#convert(declarations, source),
      inspect: (declarations, source, position) => inner.inspect(declarations, source, position),
      complete: (declarations, source, position) => inner.complete(declarations, source, position),
      addModule: (name, content, meta) => inner.addModule(name, content, meta),
      close: () => inner.close(),
    };
    this.browser = this.node;
  }

  /** The next cell is compiled under this number. */
  startCell(number: number): void {
    this.#number = number;
    this.#cells.delete(number);
  }

  cell(number: number): CompiledCell | undefined {
    return this.#cells.get(number);
  }

  close(): void {
    this.#inner.close();
  }

  #convert(declarations: string, source: string): ConvertResult {
    const marked = markCell(source);
    const result = this.#inner.convert(declarations, marked.code);
    const diagnostics = result.diagnostics.map((each) => ({
      ...each,
      start: { ...each.start, character: marked.column(each.start.line, each.start.character) },
      end: { ...each.end, character: marked.column(each.end.line, each.end.character) },
    }));
    const output = result.output === undefined ? undefined : guardAwaits(redirectDefinitions(result.output));
    this.#cells.set(this.#number, {
      source,
      lines: output === undefined ? [] : readMarks(output),
      resultVariable: result.lastExpressionVar,
      diagnostics,
    });
    const { lastExpressionVar: _, ...rest } = result;
    if (output === undefined) return { ...rest, diagnostics };
    return {
      ...rest,
      diagnostics,
      output: `${dropMarks(output)}\n//# sourceURL=${cellFile(this.#number)}`,
      hasToplevelAwait: Boolean(result.hasToplevelAwait) || marked.awaits,
    };
  }
}
