import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../input-error";
import type { Design } from "../../study/design/design";
import { folderName } from "../../study/design/design-hash";
import { type DesignOptions, designStudy } from "../../study/design/design-study";
import { namedPath } from "../../study/design/named-paths";
import { readOwnStudy } from "../../study/design/own-study";
import { PUBLISHED_DATA } from "../../study/records/published-study";
import { readStudyFile } from "../../study/records/study-description";
import { studyFolders } from "../../study/records/study-files";

/** What of a design can be given on the command line. */
export interface DesignFlags {
  readonly sizes?: readonly number[];
  readonly replications?: number;
  readonly seed?: number;
  readonly starts?: number;
  readonly warm?: boolean;
  readonly out: string;
}

export const TARGET_ARGUMENT = "scenario path such as L/resonant, study file (JSON), or a study's folder";

/** A design and the directory its folder lies in. */
export interface StudyTarget {
  readonly design: Design;
  readonly out: string;
  readonly folder: string;
}

function chosen(defaults: DesignOptions, flags: DesignFlags): DesignOptions {
  const { sizes, replications, seed, starts, warm } = flags;
  return {
    ...defaults,
    ...(sizes === undefined ? {} : { sizes }),
    ...(replications === undefined ? {} : { replications }),
    ...(seed === undefined ? {} : { seed }),
    ...(starts === undefined ? {} : { starts }),
    ...(warm ? { start: "warm" as const } : {}),
  };
}

function isStudyFolder(target: string): boolean {
  return existsSync(join(target, "study.json"));
}

/** The design of a scenario path, a study file or a study's folder, with the command line's changes. */
export function studyTarget(target: string, flags: DesignFlags): StudyTarget {
  if (isStudyFolder(target)) {
    const { sizes, replications, seed, starts, warm } = flags;
    if ([sizes, replications, seed, starts, warm].some((flag) => flag !== undefined)) {
      throw new InputError(`${target} is a study with its own design; leave the design's options out.`);
    }
    const { design } = readStudyFile(target);
    return { design, out: dirname(target), folder: target };
  }
  const own = target.endsWith(".json") ? readOwnStudy(target) : undefined;
  const named = own ? undefined : namedPath(target);
  const path = own?.path ?? named?.path ?? namedPath(target).path;
  const defaults = own?.options ?? { sizes: named?.sizes ?? [], replications: named?.replications ?? 0 };
  const design = designStudy(path, chosen(defaults, flags));
  return { design, out: flags.out, folder: join(flags.out, folderName(design)) };
}

/**
 * The folder of an existing study: a folder, the very design that the options give, or, for a scenario path without
 * options, the only study of that path below `out` or in the published data.
 */
export function existingStudy(target: string, flags: DesignFlags): string {
  if (isStudyFolder(target)) return target;
  const below = studyFolders(flags.out);
  const byName = below.find((folder) => folder.endsWith(`/${target}`));
  if (byName) return byName;
  const exact = studyTarget(target, flags);
  if (isStudyFolder(exact.folder)) return exact.folder;
  const samePath = [...below, ...studyFolders(PUBLISHED_DATA)].filter(
    (folder) => readStudyFile(folder).design.path.id === exact.design.path.id,
  );
  if (samePath.length === 1) return samePath[0];
  if (samePath.length === 0) {
    throw new InputError(
      `There is no study of ${exact.design.path.id} in ${flags.out}; run cmoe study ${target} first.`,
    );
  }
  throw new InputError(`There are several studies of ${exact.design.path.id}; name one: ${samePath.join(", ")}.`);
}
