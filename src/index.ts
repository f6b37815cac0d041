/**
 * The library: models, estimation, theory, studies. No file system, no worker threads, no page: it runs in Node, in
 * browsers and in workers, and bundles. Files, engines and published records are in "contaminated-moe/node", figures, tables and
 * exercises in "contaminated-moe/notebook".
 */

// The model: what is estimated, and data from it.

export type { Activation } from "./model/activation";
export { type Box, defaultBox, defaultSoftmaxBox, type Interval } from "./model/box";
export { type ByParameter, fromVector, type GateKind, type Parameters, toVector } from "./model/by-parameter";
export {
  type ContaminatedMoe,
  type Covariates,
  defineModel,
  type Pretrained,
  type Prompt,
} from "./model/contaminated-moe";
export { type CustomDensityDefinition, customDensity } from "./model/custom-density";
export { type Density, logDensity } from "./model/density";
export {
  type ActivationExpert,
  type CustomExpert,
  customExpert,
  type DerivativeCheck,
  type Expert,
} from "./model/expert";
export { type ModelFile, type ModelWithTruth, parseModelFile } from "./model/files/model-file";
export { toModelFile } from "./model/files/to-model-file";
export { type FixedParameter, fixParameters } from "./model/fixed-parameters";
export type { FrozenByRows, FrozenRows } from "./model/frozen-by-rows";
export { type Gate, shareAt } from "./model/gate";
export { type ParameterEntry, parameterVector } from "./model/parameters";
export { fixed, type Path, type PowerLaw, powerLaw, truthAt } from "./model/path";
export { drawSample } from "./model/sample/draw-sample";
export type { Sample } from "./model/sample/sample";
export type { StreamKey } from "./numerics/random-stream";
export type { Rational } from "./numerics/rational";

// Estimation: the likelihood, its maximum, and what the maximum says.

export { type EmOptions, type EmResult, expectationMaximization } from "./estimation/em/em";
export type { Fit, Optimum } from "./estimation/fit/fit";
export { type FitOptions, fit, OverflowError } from "./estimation/fit/maximum-likelihood";
export { fitInStandardUnits, type StandardisedFit } from "./estimation/fit/standardised-fit";
export { type LikelihoodInterval, likelihoodInterval } from "./estimation/inference/likelihood-interval";
export { fitHolding, type Held, type ProfilePoint, profileLikelihood } from "./estimation/inference/profile-likelihood";
export { type Likelihood, newPass, type Pass } from "./estimation/likelihood/likelihood";
export { plainLikelihood } from "./estimation/likelihood/plain-likelihood";
export { likelihoodOf } from "./estimation/likelihood/wasm-likelihood";
export { type NewtonTrace, newtonTrace } from "./estimation/search/newton/newton-trace";

// Theory: what is promised, what a path really gives, and what no estimator can beat.

export { type Hellinger, hellinger } from "./theory/bounds/hellinger";
export { type LeCamBound, leCamBound } from "./theory/bounds/le-cam";
export { type PredictiveDistribution, predictiveDistribution } from "./theory/bounds/predictive-distribution";
export { fisherInformation, type Information } from "./theory/information/information";
export {
  type CurvePoint,
  informationCurve,
  type LocalSlope,
  localSlopes,
} from "./theory/information/information-curve";
export { interpolatedCurve } from "./theory/information/interpolated-curve";
export { type Exponent, type PathExponents, pathExponents, showExponent } from "./theory/rates/exponents";
export { distinguishableGateLoss, stronglyIdentifiableGateLoss } from "./theory/rates/gate-loss";
export { distinguishableLoss, stronglyIdentifiableLoss, weaklyIdentifiableLoss } from "./theory/rates/loss";
export { isEstimable } from "./theory/rates/phase-diagram";
export { type Classification, classify, type Scenario } from "./theory/rates/scenario";

// Studies: paths, replicates, errors with their Monte Carlo uncertainty, questions.

export type { Design } from "./study/design/design";
export { type DesignOptions, designStudy } from "./study/design/design-study";
export { logSpaced, type ScenarioPath } from "./study/design/scenario-path";
export { SCENARIO_PATHS, scenarioPath } from "./study/design/scenarios";
export { softmaxPath } from "./study/design/softmax-paths";
export type { Estimator, EstimatorInput, OwnEstimate } from "./study/engines/own-estimator";
export { runUnrecordedStudy, type UnrecordedStudy } from "./study/engines/unrecorded-study";
export { type FittedLine, type GroupCell, groupErrors, ordinaryLine } from "./study/measures/group-errors";
export type { Estimated } from "./study/measures/monte-carlo-error";
export { type ErrorPoint, logLogSlope, type ParameterSlopes, type Slope, studySlopes } from "./study/measures/slopes";
export { type CellSummary, type ParameterSummary, type Summary, summarize } from "./study/measures/summary";
export { type Coverage, intervalCoverage } from "./study/questions/coverage";
export { compareStarts, pairStarts, type StartComparison, type StartPair } from "./study/questions/paired-starts";
export { planSampleSize, type SampleSizePlan, type Target } from "./study/questions/sample-size-plan";
export type { StudyRecord } from "./study/records/record";
export type { Study } from "./study/records/study";

// Arithmetic with the same bits on every engine, for one's own experts and densities; and bad input.

export { InputError } from "./input-error";
export { exp, log, log1p, tanh } from "./numerics/elementary";
