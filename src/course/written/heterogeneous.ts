import { REASON, type WrittenExercises } from "./written-exercise";

export const heterogeneous: WrittenExercises = {
  notebook: "02-heterogeneous-experts",
  proof: {
    task: String.raw`Let $f_0=N(h_0,\nu_0)$ and $f=N(h,\nu)$.

(a) Prove $\displaystyle\int\frac{f^2}{f_0}\,dy=\frac{\nu_0}{\sqrt{\nu(2\nu_0-\nu)}}\exp\Bigl(\frac{(h-h_0)^2}{2\nu_0-\nu}\Bigr)$ for $\nu<2\nu_0$, and that the integral is infinite for $\nu\ge2\nu_0$.

(b) Deduce that $J_{\lambda\lambda}=\mathbb E_x\int f^2/f_0\,dy-1$ is positive unless $\nu=\nu_0$ and $h=h_0$ for almost every $x$.`,
    solution: String.raw`(a) Put $u=y-h_0$, $m=h-h_0$. The exponent of $f^2/f_0$ is $-\frac{(u-m)^2}\nu+\frac{u^2}{2\nu_0}=-Au^2+\frac{2m}\nu u-\frac{m^2}\nu$ with $A=\frac1\nu-\frac1{2\nu_0}=\frac{2\nu_0-\nu}{2\nu\nu_0}$.
For $A>0$ its maximum is $\frac{m^2}{\nu^2A}-\frac{m^2}\nu=\frac{m^2}\nu\Bigl(\frac{2\nu_0}{2\nu_0-\nu}-1\Bigr)=\frac{m^2}{2\nu_0-\nu}$, and the factor in front is
$\frac{\sqrt{2\pi\nu_0}}{2\pi\nu}\sqrt{\frac\pi A}=\frac{\nu_0}{\sqrt{\nu(2\nu_0-\nu)}}$. For $A<0$ the exponent tends to infinity on both sides; for $A=0$ it is linear ($m\neq0$) or constant ($m=0$). The integral is infinite each time.

(b) $\nu(2\nu_0-\nu)=\nu_0^2-(\nu-\nu_0)^2\le\nu_0^2$ with equality only at $\nu=\nu_0$, so the factor is at least 1; the exponential is at least 1 with equality only where $h=h_0$. Their product is 1 for almost every $x$ only in the case named.`,
    rubric: [
      { points: 2, for: "(a) completes the square and finds the exponent of the result" },
      { points: 1, for: "(a) finds the factor in front" },
      { points: 1, for: "(a) treats ν > 2ν₀ and ν = 2ν₀" },
      { points: 2, for: "(b) shows both factors to be at least 1, with the cases of equality" },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: String.raw`For every bend $s>0$ the exponent of $\hat\lambda$ is $\frac12$; so at $n=10^6$ its error falls like $n^{-1/2}$, nearly, for every $s>0$.`,
      },
      {
        letter: "B",
        text: String.raw`The limiting information about $\lambda$ is finite exactly when $\nu^*<2\nu_0$.`,
      },
      {
        letter: "C",
        text: String.raw`A straight prompt cannot imitate $h_0=\tanh$, although it meets it at up to three points.`,
      },
      {
        letter: "D",
        text: String.raw`Along $\lambda^*_n\sim n^{-1/4}$ this scenario has the exponents of the Laplace model of notebook 1; only constants differ.`,
      },
    ],
    wrong: "A",
    why: "The claim is not uniform in h₀. While the bend is small beside the gap, the error falls at the slower homogeneous rate; at n = 10⁶ and s = 1/8 it is still n^(-0.27).",
    rubric: REASON,
  },
};
