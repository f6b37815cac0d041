import type { Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import type { ActivationExpert } from "../../model/expert";
import { fixed, type Path, type PowerLaw, powerLaw } from "../../model/path";
import { entry, logSpaced, pathIn, type ScenarioPath, TO_1E5, TO_1E6 } from "./scenario-path";

const LINEAR: ActivationExpert = { kind: "activation", activation: "identity", bias: true };
const TANH: ActivationExpert = { kind: "activation", activation: "tanh", bias: true };
const GAUSSIAN: Density = { kind: "gaussian" };

/** nu is searched from nu0/100 to 100 nu0, eta in [-10, 10]^q, lambda in [0, 1]. */
function model(
  density: Density,
  h0: ActivationExpert,
  eta0: readonly number[],
  nu0: number,
  prompt: ActivationExpert,
  dimension = 1,
): ContaminatedMoe {
  const q = dimension + (prompt.bias ? 1 : 0);
  return defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: { density, expert: h0, eta: eta0, nu: nu0 },
    prompt: { expert: prompt },
    box: { ...defaultBox(q), nu: [nu0 / 100, nu0 * 100] },
  });
}

function homogeneous(activation: Activation, nu0: number): ContaminatedMoe {
  const expert: ActivationExpert = { kind: "activation", activation, bias: true };
  return model(GAUSSIAN, expert, [1, 0], nu0, expert);
}

/** A prompt that vanishes, lambda* = 1.5 n^(-1/4), and does not move otherwise: h = -x + 1/2, nu = 1/4. */
function vanishing(id: string, title: string, density: Density): Path {
  return {
    id,
    title,
    model: model(density, TANH, [1, 0], 1, LINEAR),
    lambda: powerLaw(0, 1.5, "1/4"),
    eta: [fixed(-1), fixed(0.5)],
    nu: fixed(0.25),
  };
}

const HALF = fixed(0.5);

/** A prompt of share 1/2 that merges with a frozen model of its own kind: what does not move stands at the frozen value. */
function merging(
  id: string,
  title: string,
  activation: Activation,
  nu0: number,
  moving: { readonly slope?: PowerLaw; readonly bias?: PowerLaw; readonly nu?: PowerLaw },
): Path {
  const { slope = fixed(1), bias = fixed(0), nu = fixed(nu0) } = moving;
  return { id, title, model: homogeneous(activation, nu0), lambda: HALF, eta: [slope, bias], nu };
}

/**
 * Constants were chosen from the information curve, before any simulation, by this rule: at n = 1e3 the curve
 * is below 0.3 of lambda* and of the gap (D, H: of the prompt's own parameters). Then frozen; scenarios.test.ts checks.
 * Curve at n = 1e3 over lambda*, and over the worst of the moved gaps:
 *
 *   D/vanishing 0.079, 0.15    S/slope 0.14, 0.19          L/slope 0.18, 0.16
 *   D/student-t 0.080, 0.15    S/bias 0.093, 0.081         L/variance 0.18, 0.12
 *   D/paper-style 0.086, 0.19  S/variance 0.18, 0.12       L/bias 0.085, 0.067
 *   H/vanishing 0.083, 0.15    S/slope-gelu 0.085, 0.099   L/resonant 0.11, 0.24
 *                              S/slope-sigmoid 0.11, 0.14
 *
 * @example
 * ```ts
 * import { SCENARIO_PATHS } from "contaminated-moe";
 * console.log(SCENARIO_PATHS.some(({ id }) => id === "L/resonant")); // true
 * ```
 */
export const SCENARIO_PATHS: readonly ScenarioPath[] = [
  entry(
    "D",
    "A Laplace model contaminated by a linear Gaussian prompt whose share vanishes: the regular case.",
    vanishing("D/vanishing", "Laplace pre-trained, linear prompt, vanishing", { kind: "laplace" }),
    TO_1E5,
  ),
  entry(
    "D",
    "As D/vanishing with a heavier, smooth tail: Student-t with 5 degrees of freedom.",
    vanishing("D/student-t", "Student-t pre-trained, linear prompt, vanishing", { kind: "student-t", df: 5 }),
    TO_1E5,
  ),
  entry(
    "D",
    "Eight covariates, experts tanh(eta^T x), few replications at many sizes: the design of the literature.",
    {
      id: "D/paper-style",
      title: "Laplace pre-trained, tanh prompt in dimension 8, vanishing",
      model: model(
        { kind: "laplace" },
        { kind: "activation", activation: "tanh", bias: false },
        [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
        1,
        { kind: "activation", activation: "tanh", bias: false },
        8,
      ),
      lambda: powerLaw(0, 2, "1/4"),
      eta: [0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5].map(fixed),
      nu: fixed(0.25),
    },
    logSpaced(3, 5, 20),
    40,
  ),
  entry(
    "H",
    "Both densities Gaussian, but a tanh model contaminated by a linear prompt: different experts suffice.",
    vanishing("H/vanishing", "Gaussian tanh pre-trained, linear prompt, vanishing", GAUSSIAN),
    TO_1E5,
  ),
  entry(
    "S",
    "The prompt's tanh slope merges into the pre-trained one: lambda pays twice the gap, the slope once.",
    merging("S/slope", "tanh, slope merging", "tanh", 0.04, { slope: powerLaw(1, 2, "1/8") }),
    TO_1E6,
  ),
  entry(
    "S",
    "The prompt's tanh bias merges into the pre-trained one; strongly identifiable experts keep variance out of it.",
    merging("S/bias", "tanh, bias merging", "tanh", 0.04, { bias: powerLaw(0, 1, "1/8") }),
    TO_1E6,
  ),
  entry(
    "S",
    "The prompt's variance alone merges into the pre-trained one.",
    merging("S/variance", "tanh, variance merging", "tanh", 0.04, { nu: powerLaw(0.04, -0.06, "1/8") }),
    TO_1E6,
  ),
  entry(
    "S",
    "S/slope with GELU experts: another strongly identifiable activation, the same exponents.",
    merging("S/slope-gelu", "GELU, slope merging", "gelu", 0.25, { slope: powerLaw(1, 2, "1/8") }),
    TO_1E6,
  ),
  entry(
    "S",
    "S/slope with sigmoid experts: another strongly identifiable activation, the same exponents.",
    merging("S/slope-sigmoid", "sigmoid, slope merging", "sigmoid", 0.01, { slope: powerLaw(1, 2.5, "1/8") }),
    TO_1E6,
  ),
  entry(
    "L",
    "A linear prompt's slope merges: slopes do not interact with the variance, so this looks like S.",
    merging("L/slope", "linear, slope merging", "identity", 1, { slope: powerLaw(1, 2, "1/8") }),
    TO_1E6,
  ),
  entry(
    "L",
    "A linear prompt's variance alone merges: again like S.",
    merging("L/variance", "linear, variance merging", "identity", 1, { nu: powerLaw(1, -1.5, "1/8") }),
    TO_1E6,
  ),
  entry(
    "L",
    "A linear prompt's bias merges with the variance still (kappa = 0): slower than S, faster than the guarantee.",
    merging("L/bias", "linear, bias merging, kappa = 0", "identity", 1, { bias: powerLaw(0, 3, "1/12") }),
    TO_1E6,
  ),
  entry(
    "L",
    "Bias and variance merge together along Dnu = Db^2/3: the path on which the guarantee is attained.",
    merging("L/resonant", "linear, bias and variance merging in resonance, kappa = 1/3", "identity", 1, {
      bias: powerLaw(0, 3.5, "1/16"),
      nu: powerLaw(1, 3.5 ** 2 / 3, "1/8"),
    }),
    TO_1E6,
  ),
];

/**
 * The named path of a constant gate with this id (namedPath knows those of either). @throws InputError listing the known ids.
 *
 * @example
 * ```ts
 * import { scenarioPath } from "contaminated-moe";
 * console.log(scenarioPath("L/resonant").path.title); // linear, bias and variance merging in resonance, kappa = 1/3
 * ```
 */
export function scenarioPath(id: string): ScenarioPath {
  return pathIn(SCENARIO_PATHS, id);
}
