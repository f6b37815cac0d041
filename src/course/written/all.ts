import { distinguishable } from "./distinguishable";
import { estimation } from "./estimation";
import { heterogeneous } from "./heterogeneous";
import { linear } from "./linear";
import { lowerBounds } from "./lower-bounds";
import { paperStyle } from "./paper-style";
import { softmaxGate } from "./softmax-gate";
import { stronglyIdentifiable } from "./strongly-identifiable";
import type { WrittenExercises } from "./written-exercise";

/** The written exercises of the theorem notebooks. */
export const WRITTEN_EXERCISES: readonly WrittenExercises[] = [
  distinguishable,
  heterogeneous,
  stronglyIdentifiable,
  linear,
  lowerBounds,
  estimation,
  paperStyle,
  softmaxGate,
];
