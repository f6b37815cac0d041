import MiniSearch from "minisearch";
import { classicScript } from "./classic-script";

interface Section {
  readonly id: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

declare global {
  var cmoeSearch: readonly Section[] | undefined;
}

const SHOWN = 12;

async function searcher(): Promise<(words: string) => readonly Section[]> {
  await classicScript("assets/search-index.js");
  const sections = globalThis.cmoeSearch ?? [];
  const index = new MiniSearch<Section>({
    fields: ["heading", "page", "text"],
    searchOptions: { prefix: true, fuzzy: 0.1, boost: { heading: 3, page: 2 } },
  });
  index.addAll(sections);
  const byId = new Map(sections.map((section) => [section.id, section]));
  return (words) =>
    index
      .search(words)
      .slice(0, SHOWN)
      .flatMap(({ id }) => byId.get(String(id)) ?? []);
}

/** The words around the first place where one of the searched words stands. */
function excerpt(text: string, words: string): string {
  const lower = text.toLowerCase();
  const places = words
    .toLowerCase()
    .split(/\s+/)
    .flatMap((word) => {
      const place = lower.indexOf(word);
      return word === "" || place < 0 ? [] : [place];
    });
  const place = Math.min(...places);
  if (!Number.isFinite(place)) return "";
  const from = place < 40 ? 0 : text.indexOf(" ", place - 40) + 1;
  return `${from > 0 ? "… " : ""}${text.slice(from, place + 70).trim()} …`;
}

function resultOf({ id, page, heading, text }: Section, words: string): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = id;
  link.textContent = heading;
  const where = document.createElement("small");
  where.textContent = page;
  const around = document.createElement("small");
  around.textContent = excerpt(text, words);
  link.append(where, around);
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
  input.placeholder = "Search the notebooks";
  input.setAttribute("aria-label", "Search the notebooks");
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  const list = document.createElement("ul");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(input, close, told, list);

  let search: ((words: string) => readonly Section[]) | undefined;
  const update = (): void => {
    const words = input.value.trim();
    const found = words === "" || !search ? [] : search(words);
    list.replaceChildren(...found.map((section) => resultOf(section, words)));
    told.textContent = words === "" ? "" : found.length === 0 ? `Nothing on "${words}".` : `${found.length} sections`;
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
    const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void open();
    }
  });
  place.append(button);
  document.body.append(dialog);
}
