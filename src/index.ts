/** The library behind the notebooks: everything a cell imports from "contaminated-moe". */
export * from "./estimation/fit";
export * from "./estimation/likelihood";
export { plainLikelihood } from "./estimation/plain-likelihood";
export { InputError } from "./input-error";
export * from "./model/activation";
export * from "./model/contaminated-moe";
export * from "./model/density";
export * from "./model/expert";
export * from "./model/model-file";
export * from "./model/path";
export * from "./model/sample";
export * from "./numerics/elementary";
export * from "./numerics/error-function";
export * from "./numerics/random-stream";
export * from "./numerics/rational";
export * from "./study/scenarios";
export * from "./theory/motion";
export * from "./theory/scenario";
