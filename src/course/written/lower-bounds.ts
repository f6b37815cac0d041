import { REASON, type WrittenExercises } from "./written-exercise";

export const lowerBounds: WrittenExercises = {
  notebook: "05-lower-bounds",
  proof: {
    task: String.raw`Let $p,q$ be densities, $\mathrm{BC}=\int\sqrt{pq}$ and $\mathrm{TV}=\frac12\int|p-q|$.

(a) Prove $\mathrm{TV}\le\sqrt{1-\mathrm{BC}^2}$, and $\mathrm{BC}(p^{\otimes n},q^{\otimes n})=\mathrm{BC}^n$.

(b) Let $\theta_1,\theta_2$ have the densities $p,q$ and a parameter at the distance $d$. Prove that every estimator $T$ from $n$ observations has $\max_i\mathbb E_i|T-\psi_i|\ge\frac d2\bigl(1-\sqrt{1-\mathrm{BC}^{2n}}\bigr)$.`,
    solution: String.raw`(a) $|p-q|=|\sqrt p-\sqrt q|\,(\sqrt p+\sqrt q)$. By Cauchy and Schwarz $\mathrm{TV}^2\le\frac14\int(\sqrt p-\sqrt q)^2\int(\sqrt p+\sqrt q)^2=\frac14(2-2\mathrm{BC})(2+2\mathrm{BC})=1-\mathrm{BC}^2$. For products $\int\prod_i\sqrt{p(y_i)q(y_i)}$ is a product of $n$ equal integrals (Fubini).

(b) The larger of two numbers is at least their mean. $\mathbb E_1|T-\psi_1|+\mathbb E_2|T-\psi_2|\ge\int\bigl(|T-\psi_1|+|T-\psi_2|\bigr)\min(p^{\otimes n},q^{\otimes n})\ge d\int\min(p^{\otimes n},q^{\otimes n})=d\,(1-\mathrm{TV}_n)$,
by the triangle inequality and $\min(p,q)=\frac12(p+q-|p-q|)$. Half of it is $\frac d2(1-\mathrm{TV}_n)$, and (a) bounds $\mathrm{TV}_n\le\sqrt{1-\mathrm{BC}^{2n}}$.`,
    rubric: [
      { points: 2, for: "(a) factors |p − q| and applies Cauchy and Schwarz" },
      { points: 1, for: "(a) the affinity of a product is the product of the affinities" },
      { points: 1, for: "(b) the larger risk is at least the mean of both" },
      { points: 2, for: "(b) the overlap min(p, q) and the triangle inequality; ∫ min = 1 − TV" },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: "In the regular case the best two-point bound is about a third of the maximum likelihood estimator's mean absolute error.",
      },
      {
        letter: "B",
        text: "Near merging the hardest second truth may be far away, where half a prompt and a whole one look alike.",
      },
      { letter: "C", text: "For linear experts the worst truths at a given distance are the resonant ones." },
      {
        letter: "D",
        text: String.raw`The estimator that always answers $\hat\lambda=\frac12$ has risk 0 at $\theta_1$ (where $\lambda=\frac12$): it breaks the bound.`,
      },
    ],
    wrong: "D",
    why: "The bound is about the larger of the two risks. At θ₂ that estimator errs by the whole distance d, which is above the bound.",
    rubric: REASON,
  },
};
