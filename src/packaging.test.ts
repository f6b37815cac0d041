import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";
import { PACKAGE_ROOT } from "./package-root";
import { PACKAGE_VERSION } from "./package-version";

/**
 * What our development container says, in the types that schemas/devContainer.base.schema.json of devcontainers/spec gives to these
 * names; it refuses unknown ones. Its many other names are not written again here.
 */
const DevContainer = Type.Object(
  {
    name: Type.String(),
    image: Type.String(),
    postCreateCommand: Type.String(),
    containerEnv: Type.Record(Type.String(), Type.String()),
    customizations: Type.Object({}),
  },
  { additionalProperties: false },
);

const read = (file: string): string => readFileSync(join(PACKAGE_ROOT, file), "utf8");

describe("what a reviewer's machine is made from", () => {
  it("is a Dockerfile without a fault, on the Node that package.json asks for", () => {
    expect(validate(read("Dockerfile")).map(({ message }) => message)).toEqual([]);
    const [, major] = /^FROM node:(\d+)/m.exec(read("Dockerfile")) ?? [];
    const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${major}`);
  });

  it("copies only what is there", () => {
    const copied = [...read("Dockerfile").matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, files]) => files.split(" "));
    expect(copied.length).toBeGreaterThan(3);
    expect(copied.filter((file) => !existsSync(join(PACKAGE_ROOT, file)))).toEqual([]);
  });

  it("has the same tools in the development container, whose file is one by the published schema", () => {
    const container: unknown = JSON.parse(read(".devcontainer/devcontainer.json"));
    expect([...Value.Errors(DevContainer, container)]).toEqual([]);
    const { image, postCreateCommand } = container as Static<typeof DevContainer>;
    expect(image).toMatch(/:20-/);
    for (const tool of ["chromium", "fonts-dejavu-core", "npm ci"]) expect(postCreateCommand).toContain(tool);
  });
});

describe("how the work is cited", () => {
  it("in its present version", () => {
    const citation = read("CITATION.cff");
    expect(citation).toContain(`\nversion: ${PACKAGE_VERSION}\n`);
    expect(citation).toMatch(/^cff-version: 1\.2\.0$/m);
    expect(citation).toContain("arxiv.org/abs/2410.12258");
  });
});
