import type { ParameterVerdict } from "../../../src/report/verdict/verdict";
import { pageVerdicts } from "../findings/analysis";
import { LatestOnly } from "../work/latest-only";
import type { StudyRun } from "../work/study-run";
import type { Session } from "./session";
import { isHidden } from "./study-picture";

/** What a finished run was judged to show, or why it could not be judged. */
export type Judged = { readonly verdicts: readonly ParameterVerdict[] } | { readonly problem: string };

/**
 * The workbook's verdicts on a finished run, made once per run, when the information curve is there as well. They need
 * where the curve's slopes end, which is asked for then.
 */
export class RunVerdicts {
  private judged: StudyRun | undefined;
  private readonly judge: LatestOnly<StudyRun, readonly ParameterVerdict[]>;

  constructor(
    private readonly session: Session,
    answered: (run: StudyRun, judged: Judged) => void,
  ) {
    this.judge = new LatestOnly<StudyRun, readonly ParameterVerdict[]>(
      async (run, signal) => {
        const { experiment, theory } = session;
        const tally = run.tally(run.plan.starts[0]);
        if (!experiment || !theory.curve || !tally) return [];
        const limits = await session.options.asker.ask({ kind: "limit", path: run.plan.path }, { signal });
        return pageVerdicts(experiment.path, tally, theory.curve.table, limits);
      },
      (verdicts, run) => {
        if (session.run === run && !isHidden(session)) answered(run, { verdicts });
      },
      (problem, run) => {
        if (session.run === run) answered(run, { problem });
      },
    );
  }

  /** Judges the session's run when it can be judged; false when nothing may be shown. */
  follow(): boolean {
    const { run, theory } = this.session;
    const ready = run?.state === "done" && theory.curve !== undefined && !isHidden(this.session);
    if (!run || !ready) {
      this.judged = undefined;
      return false;
    }
    if (this.judged !== run) {
      this.judged = run;
      this.judge.request(run);
    }
    return true;
  }
}
