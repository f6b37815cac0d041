/** Makes the page that loaded this script live. */
import { LiveNotebook } from "./live-notebook";

const place = document.getElementById("live-place");
const article = document.querySelector("article");
const name = document.getElementById("main")?.dataset.notebook;
if (place && article && name) void new LiveNotebook(name, article, place).restore();
