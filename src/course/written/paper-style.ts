import { REASON, type WrittenExercises } from "./written-exercise";

export const paperStyle: WrittenExercises = {
  notebook: "07-paper-style-study",
  proof: {
    task: String.raw`At each of $K$ sizes an RMSE is taken from $R$ independent errors $e\sim N(0,\sigma_k^2)$; the samples of different sizes are independent. Let $u_k=\log n_k$.

(a) Prove that $\sqrt R\,(\log\mathrm{RMSE}_k-\log\sigma_k)\to N(0,\frac12)$ in distribution as $R\to\infty$.

(b) Take the variance of each $\log\mathrm{RMSE}_k$ to be $\frac1{2R}$. Find the standard error of the least-squares slope, and write it for sizes that are evenly spaced in $\log n$ over $D$ decades.

(c) How many replications does a slope known to $\pm0.01$ (1.96 standard errors) need with 20 sizes from $10^3$ to $10^5$?`,
    solution: String.raw`(a) $\mathrm{RMSE}^2$ is the mean of $R$ independent $e^2$, which have the mean $\sigma^2$ and the variance $3\sigma^4-\sigma^4=2\sigma^4$. By the central limit theorem $\sqrt R(\mathrm{RMSE}^2-\sigma^2)\to N(0,2\sigma^4)$; the function $\frac12\log z$ has the derivative $\frac1{2\sigma^2}$ at $\sigma^2$, so the delta method gives the variance $\frac{2\sigma^4}{4\sigma^4}=\frac12$.

(b) The slope is $\sum_k(u_k-\bar u)\log\mathrm{RMSE}_k/S$ with $S=\sum_k(u_k-\bar u)^2$, a sum of independent terms: its variance is $\frac1{2R}\sum_k(u_k-\bar u)^2/S^2$, so $\mathrm{SE}=1/\sqrt{2RS}$. For even spacing $h=D\log10/(K-1)$ and $\sum_{k=1}^K(k-\frac{K+1}2)^2=\frac{K(K^2-1)}{12}$ give $S=(D\log10)^2\frac{K(K+1)}{12(K-1)}$.

(c) $S=(2\log10)^2\frac{20\cdot21}{12\cdot19}=39.07$, and $1.96/\sqrt{2RS}\le0.01$ needs $R\ge\frac{1.96^2}{2\cdot39.07\cdot10^{-4}}=491.7$: 492 replications, in place of 40.`,
    rubric: [
      { points: 1, for: "(a) the variance of e² is 2σ⁴; central limit theorem" },
      { points: 1, for: "(a) delta method for ½ log" },
      { points: 2, for: "(b) the slope as a weighted sum of independent terms; its variance" },
      { points: 1, for: "(b) the sum of squares for even spacing" },
      { points: 1, for: "(c) 492" },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: "At the same number of sizes and replications, a window of four decades in place of two halves a slope's standard error.",
      },
      {
        letter: "B",
        text: String.raw`Over $10^3$ to $10^5$ the factor $\sqrt{\log n}$ flattens a slope by more than 0.05.`,
      },
      {
        letter: "C",
        text: "A curve may follow a line with $R^2>0.999$ over two decades and have another limiting slope.",
      },
      {
        letter: "D",
        text: String.raw`The theorem's $n^{-1/2}$ for the prompt means that the error of $\eta$ in the customary figure should fall with slope $-\frac12$.`,
      },
    ],
    wrong: "D",
    why: "The theorem bounds λ* times the error. Along this path λ* falls like n^(−1/4), so the error of η itself falls like n^(−1/4) only.",
    rubric: REASON,
  },
};
