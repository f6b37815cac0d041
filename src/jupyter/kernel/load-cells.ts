import type { Answers } from "./answers";
import type { Evaluator } from "./evaluator";
import type { Execution } from "./execution";
import { History } from "./history";
import type { CellOutput } from "./output/cell-output";
import type { StandardInput } from "./standard-input";

/** What exists once the compiler is loaded. */
export interface Cells {
  readonly evaluator: Evaluator;
  readonly answers: Answers;
  readonly execution: Execution;
}

/** With it the compiler reads the types of the language's library, which every first cell needs. */
const FIRST = "console.log(1);";

/** Loads the compiler by `load`, and what is built upon it; a cell can begin when this has settled. */
export async function loadCells(
  load: () => Promise<Evaluator>,
  output: CellOutput,
  input: StandardInput,
  root: string,
): Promise<Cells> {
  const [evaluator, { Answers }, { Execution }] = await Promise.all([
    load(),
    import("./answers.js"),
    import("./execution.js"),
  ]);
  const history = new History();
  evaluator.modules.onLoad = () => output.adoptTslab();
  // A turn in between, in which who asks only for the kernel's name is answered.
  await new Promise((resolve) => setImmediate(resolve));
  evaluator.ask((engine) => engine.warm(FIRST));
  const execution = new Execution(evaluator, output, history, input, root);
  return { evaluator, answers: new Answers(evaluator, history), execution };
}
