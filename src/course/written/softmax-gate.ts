import { REASON, type WrittenExercises } from "./written-exercise";

export const softmaxGate: WrittenExercises = {
  notebook: "11-softmax-gate",
  proof: {
    task: String.raw`Let $\pi(x)=1/(1+e^{-(\beta x+\tau)})$ and $u=\pi(1-\pi)$, and let $g$ be continuous on an interval $I$ and zero at no more than finitely many of its points.

Prove that $u\,g$, $x\,u\,g$ and $\pi\,g$ are linearly independent functions on $I$ if and only if $\beta\ne0$. Conclude from the first bracket of step 2 that below a gate with a fixed $\beta^*\ne0$ a slope's error is $da=O(\varepsilon)$, however small its gap $\delta$ is, and $d\tau,d\beta=O(\varepsilon/\delta)$.`,
    solution: String.raw`Let $A\,u\,g+B\,x\,u\,g+C\,\pi\,g=0$ on $I$. Where $g\ne0$ divide by $\pi g$: $(A+Bx)(1-\pi)+C=0$, that is $(A+Bx)+C(1+e^{\beta x+\tau})=0$, since $1/(1-\pi)=1+e^{\beta x+\tau}$. By continuity it holds on all of $I$.

If $\beta\ne0$, differentiate twice: $C\beta^2e^{\beta x+\tau}=0$, so $C=0$. Then $A+Bx=0$ on an interval, so $A=B=0$: independent. If $\beta=0$, then $u=(1-\pi)\pi$ with a constant $1-\pi$, and $ug-(1-\pi)\,\pi g=0$: dependent.

For the conclusion let $q=\delta\,d\tau\,ug+\delta\,d\beta\,xug+da\,\pi g$, of which the data say $\|q\|=O(\varepsilon)$. The three functions do not depend on $n$ and are independent, so their Gram matrix has a smallest eigenvalue $c>0$, and $c\,(\delta^2d\tau^2+\delta^2d\beta^2+da^2)\le\|q\|^2$. Each of $\delta\,d\tau$, $\delta\,d\beta$, $da$ is therefore $O(\varepsilon)$.`,
    rubric: [
      { points: 1, for: "divides by what all three functions share and reduces to (A + Bx) + C(1 + e^w) = 0" },
      { points: 2, for: "β ≠ 0: gets C = 0 by differentiating twice (or another argument), then A = B = 0" },
      { points: 1, for: "β = 0: writes down the dependence" },
      {
        points: 2,
        for: "bounds all three coefficients by the bracket's norm, through a Gram matrix that does not depend on n",
      },
    ],
  },
  claims: {
    all: [
      {
        letter: "A",
        text: String.raw`Below a gate with a fixed $\beta^*\ne0$ the resonance of bias and variance does not slow any parameter's exponent beyond $\frac12-t$.`,
      },
      {
        letter: "B",
        text: String.raw`Below a flat gate ($\beta^*=0$) the error of $\hat\tau$ has the exponent that the error of $\hat\lambda$ has below a constant gate.`,
      },
      {
        letter: "C",
        text: String.raw`The more slowly a gate flattens, the better its slope is known: along $\beta^*\sim n^{-u}$ the exponent of $\hat\beta$ falls as $u$ grows.`,
      },
      {
        letter: "D",
        text: String.raw`With experts $\tanh(ax+b)$, a merging bias and a flat gate, $\hat a$ pays $\delta^{-1}$ although $a$ does not move.`,
      },
    ],
    wrong: "C",
    why: "It falls only up to u = t/2, where it is 1/2 − 3t/2, and rises again from there: from u = t on it is 1/2 − t, as at u = 0. A gate that is quite flat is known as well as one that is tilted; those between are not.",
    rubric: REASON,
  },
};
