import type { Register } from "./command";

/** A command, known by name before its code is loaded: `--version` and completion need none of it, a command only its own. */
export interface CommandEntry {
  readonly name: string;
  /** Its heading in `cmoe --help`. */
  readonly group: string;
  readonly load: () => Promise<Register>;
}

const MODEL = "Model and data:";
const STUDIES = "Studies:";
const WORKBOOK = "Notebooks and workbook:";
const COURSE = "Course:";
const SHELL = "Shell:";

/** The commands, in the order the help shows them; one file each. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: "scenarios", group: MODEL, load: async () => (await import("./study/scenarios.js")).registerScenarios },
  { name: "model", group: MODEL, load: async () => (await import("./model/model.js")).registerModel },
  { name: "simulate", group: MODEL, load: async () => (await import("./model/simulate.js")).registerSimulate },
  { name: "fit", group: MODEL, load: async () => (await import("./model/fit.js")).registerFit },
  { name: "predict", group: MODEL, load: async () => (await import("./model/predict.js")).registerPredict },
  { name: "test", group: MODEL, load: async () => (await import("./model/test.js")).registerTest },
  { name: "power", group: MODEL, load: async () => (await import("./model/power.js")).registerPower },
  { name: "plan", group: MODEL, load: async () => (await import("./model/plan.js")).registerPlan },
  { name: "information", group: MODEL, load: async () => (await import("./model/information.js")).registerInformation },
  { name: "bound", group: MODEL, load: async () => (await import("./model/bound.js")).registerBound },
  { name: "study", group: STUDIES, load: async () => (await import("./study/study.js")).registerStudy },
  { name: "worker", group: STUDIES, load: async () => (await import("./study/worker.js")).registerWorker },
  { name: "reproduce", group: WORKBOOK, load: async () => (await import("./workbook/reproduce.js")).registerReproduce },
  { name: "run", group: WORKBOOK, load: async () => (await import("./workbook/run.js")).registerRun },
  { name: "kernel", group: WORKBOOK, load: async () => (await import("./workbook/kernel.js")).registerKernel },
  { name: "lab", group: WORKBOOK, load: async () => (await import("./workbook/lab.js")).registerLab },
  { name: "course", group: COURSE, load: async () => (await import("./course/course.js")).registerCourse },
  { name: "completion", group: SHELL, load: async () => (await import("./completion.js")).registerCompletion },
];
