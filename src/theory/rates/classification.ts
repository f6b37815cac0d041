/**
 * Which theorem applies (letters are this workbook's, not the paper's):
 * - D: f0 is distinguishable from the prompt's family by its shape: it is not Gaussian
 * - H: f0 is Gaussian, but h0 is no member of the prompt's class of experts (heterogeneous)
 * - S: f0 is Gaussian, h0 is a member, and the experts are strongly identifiable
 * - L: f0 is Gaussian, h0 is a member, and the experts are linear with a bias (weakly identifiable: bias and variance
 *   interact through df/dnu = (1/2) d^2f/dh^2)
 */
export type Scenario = "D" | "H" | "S" | "L";

/** The scenario of a model, or why none of them covers it; and what was nearly decided otherwise, in words. */
export type Classification =
  | {
      readonly covered: true;
      readonly scenario: Scenario;
      /**
       * "theorem": the conditions as published hold. "workbook": they do not, but the loss's lower bound holds by this workbook's
       * own argument (linear experts without intercept in S).
       */
      readonly basis: "theorem" | "workbook";
      /** In scenario L the entry of eta that trades with the variance. */
      readonly bias?: number;
      readonly nearMisses: readonly string[];
    }
  | { readonly covered: false; readonly reason: string; readonly nearMisses: readonly string[] };
