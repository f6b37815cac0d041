/** In place of src/estimation/likelihood/parallel-likelihood: threads that share one memory need headers no plain file server sends. */
import type { parallelLikelihood as inNode } from "../../../src/estimation/likelihood/parallel-likelihood";
import { notHere } from "../node/not-here";

export const parallelLikelihood: typeof inNode = () => {
  throw notHere(
    "parallelLikelihood cannot be used in a page: its threads share one memory. likelihoodOf gives the same values in one thread.",
  );
};
