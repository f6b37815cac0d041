/** The story: steps by number in the address (story.html#3), a guess before every answer. */
import { isLecture, onAnswerKey } from "./lecture";
import type { StoryStep } from "./story-step";

function part<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no part "${id}".`);
  return found as T;
}

/** "n^−1/4" with its exponent raised; the texts are the site's own. */
function raised(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/n\^([−\d/.]*\d)/g, "n<sup>$1</sup>");
}

function begin(steps: readonly StoryStep[]): void {
  const lecture = isLecture();
  let answer: (() => void) | undefined;
  const here = (): number => Math.min(steps.length, Math.max(1, Number(location.hash.slice(1)) || 1)) - 1;
  const go = (k: number): void => {
    location.hash = String(k + 1);
  };
  const show = (): void => {
    const k = here();
    const step = steps[k];
    if (!step) return;
    part("step-number").textContent = `Step ${k + 1} of ${steps.length}`;
    part("step-title").textContent = step.title;
    part("step-text").innerHTML = raised(step.text);
    part("step-question").textContent = step.question;
    part("step-answer").textContent = "";
    part<HTMLAnchorElement>("step-link").href = step.link.replace("?embed", "");
    part<HTMLButtonElement>("step-back").disabled = k === 0;
    part<HTMLButtonElement>("step-next").disabled = k === steps.length - 1;
    const frame = part<HTMLIFrameElement>("step-frame");
    const reveal = (guess: string | undefined): void => {
      const word = guess === undefined ? "" : guess === step.right ? "Yes. " : "No. ";
      part("step-answer").innerHTML = raised(`${word}${step.why}`);
      frame.src = step.link;
      frame.dataset.step = String(k + 1);
    };
    const shown = step.link.replace("#", "#guessing=1&");
    if (frame.getAttribute("src") !== shown) frame.src = shown;
    part("step-choices").replaceChildren(
      ...step.choices.map((choice) => {
        const label = document.createElement("label");
        const radio = document.createElement("input");
        radio.type = "radio";
        radio.name = "guess";
        radio.value = choice;
        // In a lecture the answer waits for its key.
        radio.addEventListener("change", () => {
          if (!lecture) reveal(choice);
        });
        const text = document.createElement("span");
        text.innerHTML = raised(`n^−${choice}`);
        label.append(radio, text);
        return label;
      }),
    );
    answer = () => reveal(document.querySelector<HTMLInputElement>("#step-choices input:checked")?.value);
  };
  part("step-back").addEventListener("click", () => go(here() - 1));
  part("step-next").addEventListener("click", () => go(here() + 1));
  window.addEventListener("hashchange", () => {
    show();
    part("step-title").focus();
  });
  if (lecture) onAnswerKey(part("step-guess"), () => answer?.());
  show();
}

begin(JSON.parse(part("story-steps").textContent ?? "[]") as readonly StoryStep[]);
