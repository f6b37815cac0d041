import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, forceLinting, linter, lintKeymap } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, type Tooltip } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { CellDiagnostic } from "../../../src/jupyter/cell/types/diagnostics";
import type { Completion } from "../messages";

/** What an editor asks and tells. */
export interface EditorHost {
  readonly label: string;
  complete(source: string, position: number): Promise<Completion | undefined>;
  inspect(source: string, position: number): Promise<string | undefined>;
  diagnose(source: string): Promise<readonly CellDiagnostic[] | undefined>;
  changed(source: string): void;
  /** Shift-Enter runs and goes on to the next cell, Ctrl-Enter stays. */
  run(goOn: boolean): void;
}

function positionOf(document: Text, place: { readonly line: number; readonly column: number }): number {
  const line = document.line(Math.min(place.line, document.lines));
  return Math.min(line.to, line.from + place.column - 1);
}

function toDiagnostic(document: Text, { start, end, message, code }: CellDiagnostic): Diagnostic {
  const from = start ? positionOf(document, start) : 0;
  const to = end ? positionOf(document, end) : from;
  return { from, to: Math.max(to, from), severity: "error", message: `${message} (TS${code})` };
}

async function completions(host: EditorHost, context: CompletionContext): Promise<CompletionResult | null> {
  const before = context.matchBefore(/[\p{ID_Continue}$./"'-]+$/u);
  if (!before && !context.explicit) return null;
  const found = await host.complete(context.state.doc.toString(), context.pos);
  if (!found || context.aborted || found.matches.length === 0) return null;
  return {
    from: found.start,
    to: found.end,
    options: found.matches.map((label) => ({ label })),
    validFor: /^[\p{ID_Continue}$]*$/u,
  };
}

async function hint(host: EditorHost, view: EditorView, position: number): Promise<Tooltip | null> {
  const word = view.state.wordAt(position);
  if (!word) return null;
  const told = await host.inspect(view.state.doc.toString(), position);
  if (told === undefined) return null;
  return {
    pos: word.from,
    end: word.to,
    create: () => {
      const dom = document.createElement("div");
      dom.className = "live-hint";
      dom.textContent = told;
      return { dom };
    },
  };
}

/** An editor of TypeScript. Tab leaves it, so that no keyboard is caught in it. */
export class CodeEditor {
  readonly #view: EditorView;

  constructor(place: HTMLElement, source: string, host: EditorHost) {
    this.#view = new EditorView({
      parent: place,
      state: EditorState.create({
        doc: source,
        extensions: [
          keymap.of([
            { key: "Shift-Enter", run: () => this.#run(host, true) },
            { key: "Mod-Enter", run: () => this.#run(host, false) },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          history(),
          javascript({ typescript: true }),
          syntaxHighlighting(classHighlighter),
          indentUnit.of("  "),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ override: [(context) => completions(host, context)] }),
          hoverTooltip((view, position) => hint(host, view, position)),
          linter(
            async (view) => {
              const document = view.state.doc;
              const found = await host.diagnose(document.toString());
              return view.state.doc.eq(document) ? (found ?? []).map((each) => toDiagnostic(document, each)) : [];
            },
            { delay: 500 },
          ),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": host.label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) host.changed(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  get source(): string {
    return this.#view.state.doc.toString();
  }

  replace(from: number, to: number, insert: string): void {
    this.#view.dispatch({ changes: { from, to, insert } });
  }

  focus(): void {
    this.#view.focus();
  }

  /** Looks for faults now: what stands above has changed. */
  checkAgain(): void {
    forceLinting(this.#view);
  }

  #run(host: EditorHost, goOn: boolean): boolean {
    host.run(goOn);
    return true;
  }
}
