import { type Content, PROTOCOL_VERSION } from "../wire";

// The compiler's version without the compiler, which takes longer to load than all the rest.
const { version } = require("typescript/package.json") as { readonly version: string };

/** What the kernel says of itself. */
export const KERNEL_INFO: Content = {
  status: "ok",
  protocol_version: PROTOCOL_VERSION,
  implementation: "contaminated-moe",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version,
    mimetype: "text/typescript",
    file_extension: ".ts",
    nbconvert_exporter: "script",
    pygments_lexer: "typescript",
  },
  banner: `TypeScript ${version} in Node.js ${process.versions.node}`,
  help_links: [],
};
