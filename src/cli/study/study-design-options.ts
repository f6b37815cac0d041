import type { Command } from "commander";
import { parseCount, parseCounts, parseNumber, parseSeed } from "../command";

/** The options that make a design; all study commands share them. */
export function withDesignOptions(command: Command): Command {
  return command
    .option("--sizes <LIST>", "sizes n, comma-separated (1e3,1e4); the path's own unless given", parseCounts)
    .option("--replications <R>", "replicates per size; the path's own unless given", parseCount)
    .option("--seed <S>", "seed, 0 to 4294967295 (1 unless given)", parseSeed)
    .option("--starts <K>", "random starts per fit", parseNumber)
    .option("--warm", "start every fit at the truth: only to show what that hides")
    .option("--out <DIR>", "directory of the studies' folders", "studies");
}
