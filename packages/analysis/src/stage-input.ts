import type { Grid } from './grid.js';
import type { Unavailable } from './stage.js';

/** A stage's input: the window's values with short gaps filled, and how to say that a long gap forbids the stage. */
export interface StageInput {
  /** As sampled: NaN where missing. */
  readonly sampled: Grid;
  /** With short gaps filled. */
  readonly filled: Grid;
  /** First point of `filled` behind the last long gap. */
  readonly usableFrom: number;
  /** Present when a long gap breaks the window. */
  readonly gap: Unavailable | undefined;
}
