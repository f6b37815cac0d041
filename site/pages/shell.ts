import { escapeHtml } from "#dist/report/display/escape-html";

/** One page of the site, its frame apart. Addresses are relative: the site works from any folder and from file://. */
export interface Page {
  /** File name in the site's folder, as in "explorer.html". */
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** HTML of the main part; already safe. */
  readonly body: string;
  /** Style sheets and classic scripts beside those every page has, relative to the page. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
  /** What the page's scripts are told: data attributes of the main part. */
  readonly data?: Readonly<Record<string, string>>;
}

const NAVIGATION = [
  ["00-start-here.html", "Workbook"],
  ["explorer.html", "Explorer"],
  ["story.html", "Story"],
  ["status.html", "Status"],
  ["reference/index.html", "Reference"],
] as const;

/** The whole HTML document. Scripts are classic and deferred, because browsers load no module scripts from file://. */
export function documentOf(page: Page): string {
  const links = NAVIGATION.map(
    ([file, name]) => `<a href="${file}"${file === page.file ? ' aria-current="page"' : ""}>${name}</a>`,
  );
  const data = Object.entries(page.data ?? {}).map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`);
  const styles = ["assets/site.css", ...(page.styles ?? [])];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(page.description)}">
<title>${escapeHtml(page.title)} · contaminated-moe</title>
<link rel="icon" href="data:,">
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join("\n")}
<script src="assets/theme.js"></script>
${["assets/workbook.js", ...(page.scripts ?? [])].map((src) => `<script defer src="${src}"></script>`).join("\n")}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site-header">
<a class="site-name" href="index.html">contaminated-moe</a>
<nav aria-label="Site">${links.join("")}</nav>
<div id="site-tools"></div>
</header>
<main id="main" tabindex="-1"${data.join("")}>
${page.body}
</main>
</body>
</html>
`;
}
