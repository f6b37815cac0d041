/** `?lecture`: large type; what is an answer waits for the key A, or for a tap on a button. */
export function isLecture(): boolean {
  return new URLSearchParams(location.search).has("lecture");
}

/** Tells of every wish to show or hide the answers. @param place where the button for fingers goes */
export function onAnswerKey(place: HTMLElement, toggle: () => void): void {
  document.documentElement.classList.add("lecture");
  document.addEventListener("keydown", (event) => {
    const typing =
      event.target instanceof HTMLElement &&
      event.target.matches("input:not([type=range], [type=radio]), textarea, select");
    if (event.key.toLowerCase() === "a" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
  });
  const button = document.createElement("button");
  button.type = "button";
  button.id = "answers";
  button.textContent = "Answers (A)";
  button.setAttribute("aria-keyshortcuts", "a");
  button.addEventListener("click", toggle);
  place.append(button);
}
