import { REASON, type WrittenExercises } from "./written-exercise";

export const linear: WrittenExercises = {
  notebook: "04-linear-experts",
  proof: {
    task: String.raw`Let only bias and variance differ: the truth has $\Delta b^*=\beta\ne0$, $\Delta\nu^*=\kappa\beta^2$ with $\kappa>-\frac13$, and the share $\lambda^*$. Write $c_1=m$, $c_2=(m^2+v)/2$, $c_3=(m^3+3mv)/6$.

(a) Find all $(\lambda,m,v)$ with $\lambda>0$ and $\lambda c_k(m,v)=\lambda^*c_k(\beta,\kappa\beta^2)$ for $k=1,2,3$.

(b) For which $\kappa$ do the solutions coincide, and what does that say about the rate of $\hat\lambda$?`,
    solution: String.raw`(a) With $R=\lambda/\lambda^*$: $k=1$ gives $m=\beta/R$; $k=2$ gives $v=(1+\kappa)\beta^2/R-\beta^2/R^2$. Then $R\,m\,(m^2+3v)=\beta^3\bigl(\tfrac{3(1+\kappa)}R-\tfrac2{R^2}\bigr)$ has to be $\beta^3(1+3\kappa)$, that is
$$(1+3\kappa)R^2-3(1+\kappa)R+2=(R-1)\bigl((1+3\kappa)R-2\bigr)=0.$$
So $R=1$, the truth, or $R=\frac2{1+3\kappa}$, the far root, with $m$ and $v$ as above.

(b) $\frac2{1+3\kappa}=1$ exactly for $\kappa=\frac13$. There the polynomial has a double root: near $R=1$ it is of second order in $R-1$, the third moment no longer holds $\lambda$ to first order, and the fourth has to: $\beta^{-4}$ in place of $\beta^{-3}$.`,
    rubric: [
      { points: 2, for: "(a) solves k = 1, 2 for m and v" },
      { points: 2, for: "(a) reduces k = 3 to a quadratic equation in R and factors it" },
      { points: 1, for: "(b) finds κ = 1/3" },
      { points: 1, for: "(b) a double root takes away the first-order condition; the next moment decides" },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: String.raw`At $\kappa=0$ and $\lambda^*=\frac12$ the far root lies on the bound $\lambda=1$.`,
      },
      {
        letter: "B",
        text: String.raw`On a bias path with $\kappa=1$ the exponent of $\hat\lambda$ is $\frac12-4t$, the guaranteed one.`,
      },
      { letter: "C", text: "A gap in the slope alone costs no more here than in notebook 3." },
      {
        letter: "D",
        text: "A second derivative of the density in the bias is twice its first derivative in the variance.",
      },
    ],
    wrong: "B",
    why: "Only κ = 1/3 is resonant. At κ = 1 the third bracket still holds λ, with the factor 1 − 3κ = −2, so the exponent is 1/2 − 3t; κ = 1 is special for ν alone.",
    rubric: REASON,
  },
};
