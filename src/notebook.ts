/** What people look at in a notebook: figures, tables, reports, verdicts, exercises, and the tools of the derivations. */

// Showing.

export { clearOutput, progress, show, showBundle } from "./report/display/display";
export { type DescribedFigure, type Figure, showFigure, showFigures } from "./report/figures/style/figure";
export { showTable, showText } from "./report/tables/html-table";

// Studies.

export * from "./report/figures/study/coverage-figure";
export * from "./report/figures/study/efficiency-figure";
export * from "./report/figures/study/estimate-histogram";
export { gatePhaseFigure } from "./report/figures/study/gate-phase-figure";
export * from "./report/figures/study/measured-phase-figure";
export * from "./report/figures/study/paper-style-figure";
export { type PhasePoint, phaseFigure, phasePoint } from "./report/figures/study/phase-figure";
export { type RiskOptions, riskFigure } from "./report/figures/study/risk-figure";
export * from "./report/figures/study/slopes/local-slope-figure";
export {
  type FittedSlope,
  type MethodSlopes,
  methodSlopesFigure,
} from "./report/figures/study/slopes/method-slopes-figure";
export { type ReportedSlope, reportedSlopesFigure } from "./report/figures/study/slopes/reported-slopes-figure";
export * from "./report/figures/study/slopes/slope-window-figure";
export * from "./report/figures/study/slopes/straightness-figure";
export * from "./report/figures/study/start-comparison-figure";
export { uniformRiskFigure } from "./report/figures/study/uniform-risk-figure";
export { type BoundOptions, lowerBounds } from "./report/prediction/lower-bounds";
export { type Prediction, predict, predictedExponents } from "./report/prediction/prediction";
export {
  publishedRecords,
  type QuickOptions,
  quickStudy,
  type StudyReport,
  showStudy,
  showStudyVerdicts,
  studyFigures,
  studyReport,
} from "./report/reports/study-report";
export { exponentsTable } from "./report/tables/exponents-table";
export { answersTable } from "./report/verdict/answers-table";
export { calibrationTable, verdictCalibration } from "./report/verdict/calibration/calibration-table";
export { promising } from "./report/verdict/claim";
export { detectableDifference, replicationsToCatch } from "./report/verdict/detectable";
export { errorTable, verdictTable } from "./report/verdict/summary-table";
export { type ParameterVerdict, verdict } from "./report/verdict/verdict";
export { judgePublished, showVerdictOverview } from "./report/verdict/verdict-overview";
export { showControlVerdicts, showVerdicts, type VerdictRow, verdictRows } from "./report/verdict/verdict-table";

// Fits.

export { type InformationCriteria, informationCriteria } from "./estimation/inference/information-criteria";
export { parametricBootstrap, percentileIntervals } from "./estimation/inference/parametric-bootstrap";
export { type Rounding, roundingOf } from "./model/sample/rounding";
export { emTraceFigure } from "./report/figures/fit/em-trace-figure";
export {
  quantileFigure,
  residualFigure,
  responsibilitiesOf,
  responsibilityFigure,
} from "./report/figures/fit/fit-figures";
export { likelihoodRatioFigure } from "./report/figures/fit/likelihood-ratio-figure";
export { localShareFigure, localShares } from "./report/figures/fit/local-share-figure";
export { planFigure } from "./report/figures/fit/plan-figure";
export { powerFigure } from "./report/figures/fit/power-figure";
export { profileFigure } from "./report/figures/fit/profile-figure";
export { responsibilityMapFigure } from "./report/figures/fit/responsibility-map";
export { bootstrapTestFigure } from "./report/figures/fit/test-figure";
export { type FitReport, reportFit } from "./report/reports/fit-report";
export { fitText, showFit } from "./report/reports/fit-text";

// Models.

export { conditionalDensities } from "./report/figures/model/conditional-densities";
export { conditionalDensityFigure, sampleFigure } from "./report/figures/model/density-figure";
export { lineFigure } from "./report/figures/model/line-figure";
export { cloudsFigure, twoDensitiesFigure } from "./report/figures/model/two-clouds-figure";

// Exercises, and the tools of the derivations.

export { bfgsStep } from "./estimation/em/bfgs-step";
export { type EmRate, emRate } from "./estimation/em/em-rate";
export { atRows } from "./model/sample/design";
export { frozenMoments } from "./model/sample/frozen-rows";
export { standardiseModel, toStandardUnits } from "./model/sample/standard-parameters";
export { standardisationOf, standardiseSample } from "./model/sample/standardisation";
export { chiSquaredTail } from "./numerics/chi-squared";
export { sin } from "./numerics/elementary";
export { normalCdf } from "./numerics/error-function";
export { normalQuantile } from "./numerics/normal-quantile";
export { RandomStream } from "./numerics/random-stream";
export { exercise, handIn, predictExponents } from "./report/exercises/exercise";
export { checkFormulas } from "./report/exercises/formula-check";
export { bentPath } from "./study/design/bent-path";
export { type MethodRun, reportedErrors, runMethod } from "./study/questions/published-method/method-run";
export { READINGS } from "./study/questions/published-method/readings";
export { truthClass } from "./study/questions/uniform/truth-class";
export { type WorstTruth, worstTruths } from "./study/questions/uniform/worst-truth";
export { componentDistance } from "./theory/bounds/component-distance";
export { farRootRatio } from "./theory/bounds/far-alternatives";
export { twoPointFactor } from "./theory/bounds/le-cam";
export { vanishingSlopes } from "./theory/information/vanishing-slopes";
export { smallestGramEigenvalue, squaredDistanceToSpan } from "./theory/rates/linear-independence";
