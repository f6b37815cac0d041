import { REASON, type WrittenExercises } from "./written-exercise";

export const stronglyIdentifiable: WrittenExercises = {
  notebook: "03-strongly-identifiable",
  proof: {
    task: String.raw`Take the scores of step 2 as they stand, at a fixed $\lambda\in(0,1)$ and with one coordinate $j$ at the gap $\delta$:
$s_\lambda=(\delta D_j+\frac{\delta^2}2D_{jj})/f_0$, $s_j=\lambda(D_j+\delta D_{jj})/f_0$, $s_k=\lambda D_k/f_0$ for $k\ne j$. Let the functions $D_1/f_0,\dots,D_m/f_0,D_{jj}/f_0$ be linearly independent in $L^2(f_0)$.

Prove that the information about $\lambda$ that is left when all $G_k$ are unknown is $\frac{\delta^4}4K_j^2\,(1+o(1))$ as $\delta\to0$, and hence $\sqrt n\,\mathrm{sd}(\hat\lambda)\to\frac2{\delta^2K_j}$ in the sense of the information curve.`,
    solution: String.raw`The information left is the squared distance of $s_\lambda$ from the span $V_\delta$ of $s_j$ and the $s_k$, and the variance bound for $\lambda$ is $1/n$ over it (the inverse of a Schur complement).

$s_\lambda-\frac\delta\lambda s_j=(\frac{\delta^2}2-\delta^2)D_{jj}/f_0=-\frac{\delta^2}2D_{jj}/f_0$. As $\frac\delta\lambda s_j\in V_\delta$, the distance is $\frac{\delta^2}2$ times the distance of $D_{jj}/f_0$ from $V_\delta$.

$V_\delta$ is spanned by $(D_j+\delta D_{jj})/f_0$ and $D_k/f_0$, which tend to the independent functions $D_j/f_0,D_k/f_0$. Their Gram matrix tends to an invertible one, so the projection onto $V_\delta$ tends to the projection onto $V_0$, and the distance of $D_{jj}/f_0$ tends to $K_j$. It is positive because $D_{jj}/f_0\notin V_0$.

So the information left is $\frac{\delta^4}4K_j^2(1+o(1))$, and $\sqrt n\,\mathrm{sd}(\hat\lambda)$ is $2/(\delta^2K_j)$ up to $1+o(1)$.`,
    rubric: [
      {
        points: 1,
        for: "information with nuisance parameters = squared distance of a score from the span of the others",
      },
      { points: 2, for: "finds the combination of sλ and sj from which only Djj is left, with its factor −δ²/2" },
      { points: 2, for: "argues that the span tends to that of D₁, …, Dm, by the Gram matrix" },
      { points: 1, for: "uses the independence for Kj > 0 and concludes" },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: String.raw`At a fixed $\lambda^*$ and with a gap $n^{-t}$ in one coordinate, the error of $\hat\lambda$ has the exponent $\frac12-2t$.`,
      },
      {
        letter: "B",
        text: "For the coordinates that do not move, the theorem's guarantee is true but not sharp.",
      },
      {
        letter: "C",
        text: "GELU and sigmoid experts have the same exponents as tanh; only the constant $K_j$ differs.",
      },
      {
        letter: "D",
        text: String.raw`At a fixed $\lambda^*$ the prompt's share stays estimable along every gap $n^{-t}$ with $t<\frac12$, since the share does not vanish.`,
      },
    ],
    wrong: "D",
    why: "Merging costs, too: the budget is s + 2t < 1/2. At s = 0 the error of λ has the exponent 1/2 − 2t, which is positive only for t < 1/4.",
    rubric: REASON,
  },
};
