/** Runs before the page is painted: the reader's colours, if they chose any. */
import { storedTheme } from "./stored-choice";

const theme = storedTheme();
if (theme !== "auto") document.documentElement.dataset.theme = theme;
