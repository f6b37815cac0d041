const WORK = `
const { path } = scenarioPath("L/resonant");
const { model } = path;
const truth = truthAt(path, 500);
const { estimate } = fit(model, drawSample(model, truth, { seed: 7, path: "mine", n: 500, replicate: 0 }));
let same = false;
try { readModelFile("nothing.json"); } catch (error) { same = error instanceof InputError; }
console.log(JSON.stringify([estimate, same, typeof showFigure]));
`;
const CORE = "{ drawSample, fit, InputError, scenarioPath, truthAt }";

/** A fit, and a class that two entry points have to share: a program that prints both, as an ES module. */
export const WORK_AS_MODULE: string = `import ${CORE} from "contaminated-moe";
import { readModelFile } from "contaminated-moe/node";
import { showFigure } from "contaminated-moe/notebook";
${WORK}`;

/** The same program in CommonJS. */
export const WORK_AS_COMMONJS: string = `const ${CORE} = require("contaminated-moe");
const { readModelFile } = require("contaminated-moe/node");
const { showFigure } = require("contaminated-moe/notebook");
${WORK}`;
