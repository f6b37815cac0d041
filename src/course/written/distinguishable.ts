import { REASON, type WrittenExercises } from "./written-exercise";

export const distinguishable: WrittenExercises = {
  notebook: "01-distinguishable",
  proof: {
    task: String.raw`Let the covariates lie in a bounded set on which $h_0$ and $h(\cdot,\eta)$ are bounded, and let the prompt's density be Gaussian, $f=N(h,\nu)$.

(a) Let $f_0$ be Student-t with $k>2$ degrees of freedom, mean $h_0$ and variance $\nu_0$. Prove that $\chi^2(f\,\|\,f_0)=\mathbb E_x\int f^2/f_0\,dy-1$ is finite, so that the information about $\lambda$ stays finite as $\lambda\to0$.

(b) Exchange the roles: $f_0$ Gaussian, and a Laplace prompt. Prove that $\chi^2(f\,\|\,f_0)=\infty$.`,
    solution: String.raw`(a) Since $h_0$ is bounded there are constants $c,C>0$ with $f_0(y|x)\ge c\,(1+|y|)^{-(k+1)}$ for all $x$ in the set, and $f(y|x)^2\le C\,e^{-(|y|-H)_+^2/\nu}$ with $H=\sup|h|$. Hence
$f^2/f_0\le \frac Cc(1+|y|)^{k+1}e^{-(|y|-H)_+^2/\nu}$, which does not depend on $x$ and is integrable: a polynomial times a Gaussian tail. The mean over $x$ is bounded by the same integral.

(b) With $r=y-h$, $r_0=y-h_0$: $\log(f^2/f_0) = \frac{r_0^2}{2\nu_0}-2\sqrt{2/\nu}\,|r|+\text{const}\to\infty$ as $|y|\to\infty$. The integrand tends to infinity for every $x$, so the integral is infinite.`,
    rubric: [
      { points: 1, for: "writes the quotient and sees that only the tails in y matter" },
      { points: 2, for: "(a) bounds f₀ from below by a power of 1 + |y| and f² from above by a Gaussian tail" },
      { points: 1, for: "(a) has one bound for all x, and says that bounded experts give it" },
      {
        points: 2,
        for: "(b) compares the quadratic with the linear exponent and concludes that the integral is infinite",
      },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: String.raw`$\hat\lambda$ has the exponent $\frac12$ for every $s<\frac12$, however fast the prompt vanishes.`,
      },
      { letter: "B", text: String.raw`The error of $(\hat\eta,\hat\nu)$ is of the order $n^{-1/2}/\lambda^*$.` },
      {
        letter: "C",
        text: "If the experts agree, $h=h_0$, a Laplace $f_0$ is no longer distinguishable from a Gaussian prompt.",
      },
      {
        letter: "D",
        text: "At $n=10^4$ the slope of the information curve differs from the exponent, although the curve has no simulation error.",
      },
    ],
    wrong: "C",
    why: "The tails in y decide for each x: a Laplace density is no combination of Gaussian densities and their derivatives, whatever the means are. Experts matter only when f₀ is Gaussian.",
    rubric: REASON,
  },
};
