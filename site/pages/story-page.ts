import { informationCurve, scenarioPath } from "contaminated-moe";
import { vectorNames } from "#dist/model/parameters";
import { forReaders, letterOf } from "#dist/report/display/for-readers";
import { predictedExponents } from "#dist/report/prediction/prediction";
import type { StoryStep } from "../browser/pages/story-step";
import type { Page } from "./shell";

/** What a step asks: an exponent that theory states, or the slope of the finite-n curve. */
interface Question {
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly parameter: string;
  readonly asks: "sharp" | "window";
  readonly others: readonly string[];
  readonly why: string;
}

const QUESTIONS: readonly Question[] = [
  {
    title: "A prompt that cannot be mistaken",
    text: "The frozen density is Laplace, the prompt's is Gaussian: however alike their means, their shapes differ. The prompt vanishes: its share λ falls like n^−1/4.",
    ...{ path: "D/vanishing", parameter: "lambda", asks: "sharp", others: ["1/4", "1/8"] },
    why: "Shapes tell the two apart, so the share is a proportion like any other.",
  },
  {
    title: "Fewer and fewer witnesses",
    text: "On the same path: only the prompt's share of the data, λ n = n^3/4 observations, speaks of the prompt's bias.",
    ...{ path: "D/vanishing", parameter: "b", asks: "sharp", others: ["1/2", "3/8"] },
    why: "The error is n^−1/2 divided by λ: a vanishing prompt is learned from what is left of it.",
  },
  {
    title: "Melting",
    text: "Now both densities are Gaussian with tanh experts. The share stays at one half, but the prompt's slope merges with the frozen one like n^−1/8.",
    ...{ path: "S/slope", parameter: "lambda", asks: "sharp", others: ["1/2", "3/8"] },
    why: "The share can be seen only as far as the two differ: the error is n^−1/2 over the squared gap.",
  },
  {
    title: "What does not move is learned faster",
    text: "On the same path the bias stands still. The theorem guarantees n^−3/8 for it.",
    ...{ path: "S/slope", parameter: "b", asks: "sharp", others: ["3/8", "1/4"] },
    why: "The guarantee is an upper bound, and this path does not attain it for the bias.",
  },
  {
    title: "Linear experts",
    text: "For linear experts ∂f/∂ν = ½ ∂²f/∂h²: bias and variance can imitate each other, and the guarantee for λ weakens to n^−1/6 when the bias merges like n^−1/12.",
    ...{ path: "L/bias", parameter: "lambda", asks: "sharp", others: ["1/6", "1/2"] },
    why: "With the variance standing still the imitation does not come off: the path is faster than its guarantee.",
  },
  {
    title: "Resonance",
    text: "Let the variance merge as well, with Δν = Δb²/3, the bias like n^−1/16. The guarantee for ν is n^−3/8.",
    ...{ path: "L/resonant", parameter: "nu", asks: "sharp", others: ["1/2", "1/4"] },
    why: "Here the guarantee is attained: in resonance bias and variance do imitate each other.",
  },
  {
    title: "What a study sees",
    text: "On this path λ ends at n^−1/4. A study of n = 1,000 to 100,000 fits a line to its errors.",
    ...{ path: "L/resonant", parameter: "lambda", asks: "window", others: ["0.25", "0.50"] },
    why: "At finite n the information curve itself is steeper than it will be: measured slopes are compared with it, never with the theorem.",
  },
];

/** The slope of the information curve of one parameter between two sizes. */
function curveSlope(id: string, parameter: string): string {
  const { path } = scenarioPath(id);
  const j = vectorNames(path.model).indexOf(parameter);
  const [low, high] = informationCurve(path, [1000, 100_000], 1e-6).map((point) =>
    [point.lambda, ...point.eta, point.nu].map(Number),
  );
  return (Math.log(low[j] / high[j]) / Math.log(100)).toFixed(2);
}

/** The steps, their answers computed by the library. */
export function storySteps(): readonly StoryStep[] {
  return QUESTIONS.map(({ title, text, path, parameter, asks, others, why }) => {
    const named = scenarioPath(path);
    const j = vectorNames(named.path.model).indexOf(parameter);
    const { guaranteed, sharp } = predictedExponents(named.path).parameters[j];
    if (!sharp.known || !guaranteed.known) throw new Error(`No exponents are known of ${parameter} along ${path}.`);
    const right = asks === "sharp" ? sharp.value.toFraction() : curveSlope(path, parameter);
    const value = (choice: string): number => {
      const [top, bottom = "1"] = choice.split("/");
      return Number(top) / Number(bottom);
    };
    return {
      title,
      text,
      question: forReaders(
        asks === "sharp" ? `How does the error of ${parameter} fall?` : `Which slope will it find for ${parameter}?`,
      ),
      choices: [...others, right].sort((one, other) => value(other) - value(one)),
      right,
      why: `${letterOf(parameter)}: n^−${right}. ${why}`,
      link: `explorer.html?embed#preset=${path}${parameter === "lambda" ? "" : `&parameter=${parameter}`}`,
    };
  });
}

export function storyPage(): Page {
  const steps = storySteps();
  return {
    file: "story.html",
    title: "A story in seven guesses",
    description: "Seven steps through the explorer, a guess at each: how fast a prompt can be learned.",
    body: `<article class="wide story"><h1>A story in seven guesses</h1>
<noscript><p>The story needs JavaScript; the <a href="00-start-here.html">workbook</a> tells it without.</p></noscript>
<div class="telling"><section aria-labelledby="step-title"><p class="small" id="step-number"></p><h2 id="step-title" tabindex="-1"></h2><p id="step-text"></p>
<fieldset id="step-guess"><legend id="step-question"></legend><div id="step-choices"></div></fieldset>
<p id="step-answer" role="status"></p>
<nav class="toolbar" aria-label="Steps"><button type="button" id="step-back">Back</button><button type="button" id="step-next" class="primary">Next</button><a id="step-link" href="explorer.html">Open in the explorer</a></nav>
<p class="small">Every step is a link: share this page's address, or put the explorer into a course page with
<code>explorer.html?embed</code>. For a lecture: <a href="story.html?lecture">large type, answers on the key A</a>.</p></section>
<iframe id="step-frame" title="The explorer at this step"></iframe></div></article>
<script type="application/json" id="story-steps">${JSON.stringify(steps).replace(/</g, "\\u003c")}</script>`,
    scripts: ["assets/story.js"],
  };
}
