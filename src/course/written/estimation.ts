import { REASON, type WrittenExercises } from "./written-exercise";

export const estimation: WrittenExercises = {
  notebook: "06-estimation-in-practice",
  proof: {
    task: String.raw`Let $f$ and $f_0$ be known, so that only $\lambda\in(0,1)$ is estimated: $\ell(\lambda)=\sum_i\log p_i$, $p_i=(1-\lambda)f_{0i}+\lambda f_i$, $w_i=\lambda f_i/p_i$, and EM's step is $\lambda^+=\frac1n\sum_iw_i$.

(a) Prove $\lambda^+=\lambda+\frac{\lambda(1-\lambda)}n\,\ell'(\lambda)$.

(b) Prove that near an interior maximum $\hat\lambda$ the error shrinks by the factor $r=\frac{\sum_iw_i(1-w_i)}{n\hat\lambda(1-\hat\lambda)}$, and $0\le r\le1$.

(c) What is $r$ where the components do not overlap, and what as $f\to f_0$?`,
    solution: String.raw`(a) $f_i/p_i=w_i/\lambda$ and $f_{0i}/p_i=(1-w_i)/(1-\lambda)$. So $\ell'(\lambda)=\sum_i\frac{f_i-f_{0i}}{p_i}=\sum_i\frac{w_i-\lambda}{\lambda(1-\lambda)}=\frac{n(\lambda^+-\lambda)}{\lambda(1-\lambda)}$.

(b) $\ell'(\hat\lambda)=0$, so the step's derivative at $\hat\lambda$ is $1+\frac{\hat\lambda(1-\hat\lambda)}n\ell''(\hat\lambda)$. With $\ell''=-\sum_i\bigl(\frac{f_i-f_{0i}}{p_i}\bigr)^2=-\frac{\sum_i(w_i-\hat\lambda)^2}{\hat\lambda^2(1-\hat\lambda)^2}$ it is $1-\frac{\sum_i(w_i-\hat\lambda)^2}{n\hat\lambda(1-\hat\lambda)}$. As $\frac1n\sum_iw_i=\hat\lambda$, $\sum_i(w_i-\hat\lambda)^2=n\hat\lambda(1-\hat\lambda)-\sum_iw_i(1-w_i)$, which gives $r$. It is not negative because $w_i\in[0,1]$, and at most 1 because the sum of squares is not negative.

(c) Without overlap each $w_i$ is 0 or 1, and $r=0$: one step is enough. As $f\to f_0$ each $w_i\to\hat\lambda$, and $r\to1$: all information about $\lambda$ is missing.`,
    rubric: [
      { points: 2, for: "(a) writes the score by the responsibilities" },
      { points: 1, for: "(b) the step's derivative at the fixed point; the score vanishes there" },
      { points: 2, for: "(b) the second derivative, and mean(w) = λ̂, give r; both bounds" },
      { points: 1, for: "(c) 0 and 1" },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: String.raw`With $v^*=0$ and $\lambda^*=\frac12$ the second hill stands at the edge $\lambda=1$ of the box.`,
      },
      { letter: "B", text: "A fit that starts at the truth may end lower than one that starts without knowing it." },
      {
        letter: "C",
        text: "A certificate with no optimum seen once only proves that the best optimum is the global maximum.",
      },
      {
        letter: "D",
        text: String.raw`A Gaussian prompt's likelihood has no maximum without a floor for $\nu$, however large the sample.`,
      },
    ],
    wrong: "C",
    why: "It bounds the share of further starts of the same kind that would end at an unseen contender (3 / starts at 95 %). Starts of another kind may find more, as the far root was found by theory.",
    rubric: REASON,
  },
};
