/** What `npm run site:serve` serves, and where: files only, so that a dead link is an error. */
export default {
  appType: "mpa",
  build: { outDir: "build/workbook" },
  preview: { host: "127.0.0.1" },
};
