/**
 * What needs Node: model, data and study files, worker threads, the queue, recorded and published studies, and the
 * questions that are answered by running studies.
 */

// Files.

export { type DataFile, type DataFileOptions, observations, readDataFile } from "./model/files/data-file";
export { readModelFile } from "./model/files/read-model-file";
export { type OwnStudy, readOwnStudy } from "./study/design/own-study";

// Threads for one likelihood; engines for studies.

export { parallelLikelihood } from "./estimation/likelihood/parallel-likelihood";
export type { Engine } from "./study/engines/engine";
export { localEngine } from "./study/engines/local-engine";
export { runStudy, type StudyOptions, type StudyProgress, type StudyResult } from "./study/engines/run-study";

// Records.

export { type PublishedStudy, publishedStudies, publishedStudy, publishStudy } from "./study/records/published-study";
export { StudyError } from "./study/records/study-error";
export { studyFolders } from "./study/records/study-files";
export { type StudyStatus, studyStatus } from "./study/records/study-status";

// Questions that are answered by running studies.

export { type MeasuredPhase, measurePhases, type PhaseOptions } from "./study/questions/phase-study";
export { publishedMethodRuns } from "./study/questions/published-method/method-file";
export { type BestTest, bestTest } from "./study/questions/test/best-test";
export { type BootstrapOptions, type BootstrapTest, bootstrapTest } from "./study/questions/test/bootstrap-test";
export { type PowerOptions, type PowerPoint, powerCurve } from "./study/questions/test/power-curve";
export { type TestLevel, testLevels } from "./study/questions/test/test-level";
export { type TwoPointRisk, twoPointRisk } from "./study/questions/two-point-risk";
export { type UniformRisk, type UniformRiskOptions, uniformRisk } from "./study/questions/uniform/uniform-risk";
