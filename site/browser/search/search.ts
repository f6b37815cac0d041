import MiniSearch from "minisearch";
import { classicScript } from "../classic-script";
import { nameOf, termsOf } from "./search-terms";

interface Block {
  /** Its number: sections have several. */
  readonly id: number;
  readonly href: string;
  readonly page: string;
  readonly heading: string;
  readonly html: string;
  readonly text: string;
}

declare global {
  var cmoeSearch: readonly Block[] | undefined;
}

const SHOWN = 12;
/** Terms of fewer letters are searched for as they are: "nu" is not the beginning of "number". */
const SHORTEST_BEGINNING = 3;
const GREEK = /^(?:alpha|beta|gamma|delta|epsilon|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|psi|omega)$/;

export const searchOptions = {
  fields: ["heading", "page", "text"],
  tokenize: (text: string): string[] => [...termsOf(text)],
  processTerm: nameOf,
  searchOptions: {
    prefix: (term: string): boolean => term.length >= SHORTEST_BEGINNING && !GREEK.test(term),
    fuzzy: (term: string): number | false => (term.length > 5 && !GREEK.test(term) ? 0.15 : false),
    boost: { heading: 3, page: 2 },
    combineWith: "AND" as const,
  },
};

async function searcher(): Promise<(words: string) => readonly Block[]> {
  await classicScript("assets/search-index.js");
  const blocks = globalThis.cmoeSearch ?? [];
  const index = new MiniSearch<Block>(searchOptions);
  index.addAll(blocks);
  return (words) =>
    index
      .search(words)
      .slice(0, SHOWN)
      .flatMap(({ id }) => blocks[Number(id)] ?? []);
}

/** Markup of the site's own notebooks, made when the site was built. */
function resultOf({ href, page, heading, html }: Block): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = href;
  const title = document.createElement("span");
  title.innerHTML = heading;
  const where = document.createElement("small");
  where.textContent = page;
  const around = document.createElement("small");
  around.className = "around";
  around.innerHTML = html;
  link.append(title, where, around);
  item.append(link);
  return item;
}

/** A search over all notebooks, opened by the button or "/". Arrows go through the results, Escape closes. */
export function addSearch(place: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.id = "search";
  button.textContent = "Search";
  button.setAttribute("aria-keyshortcuts", "/");
  const dialog = document.createElement("dialog");
  dialog.className = "search";
  dialog.setAttribute("aria-label", "Search the workbook");
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "A word, a letter (λ, nu) or a symbol";
  input.setAttribute("aria-label", "Search the notebooks");
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  const list = document.createElement("ul");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(input, close, told, list);

  let search: ((words: string) => readonly Block[]) | undefined;
  const update = (): void => {
    const words = input.value.trim();
    const found = words === "" || !search ? [] : search(words);
    list.replaceChildren(...found.map(resultOf));
    told.textContent = words === "" ? "" : found.length === 0 ? `Nothing on "${words}".` : `${found.length} places`;
  };
  const open = async (): Promise<void> => {
    if (!dialog.open) dialog.showModal();
    input.focus();
    try {
      search ??= await searcher();
      update();
    } catch {
      told.textContent = "The search index could not be loaded.";
    }
  };
  const move = (step: number): void => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (at + step < 0) input.focus();
    else links[Math.min(at + step, links.length - 1)]?.focus();
  };
  input.addEventListener("input", update);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      // A search field would take the first Escape to clear itself.
      event.preventDefault();
      dialog.close();
    } else if (event.key === "Enter" && document.activeElement === input) {
      list.querySelector("a")?.click();
    }
  });
  list.addEventListener("click", () => dialog.close());
  button.addEventListener("click", () => void open());
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    // A live cell is edited too.
    const typing =
      target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void open();
    }
  });
  place.append(button);
  document.body.append(dialog);
}
