import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, resolve } from "node:path";

/** The built site. */
export const SITE = resolve(__dirname, "../../build/workbook");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** The built site behind a local server. */
export class SiteServer {
  private bytes = 0;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const file = join(SITE, decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
      if (!file.startsWith(SITE) || !existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      const content = readFileSync(file);
      this.bytes += content.length;
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
      response.end(content);
    });
  }

  /** @throws Error where the site is not built */
  static async start(): Promise<SiteServer> {
    if (!existsSync(join(SITE, "index.html"))) throw new Error("build/workbook is missing: run npm run site.");
    const made = new SiteServer();
    await new Promise<void>((done) => made.server.listen(0, "127.0.0.1", done));
    return made;
  }

  get root(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  /** Bytes sent, uncompressed, since the last call. */
  bytesServed(): number {
    const { bytes } = this;
    this.bytes = 0;
    return bytes;
  }

  stop(): void {
    this.server.close();
  }
}
