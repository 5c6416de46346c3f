import type { OffsetBounds } from '@forewarn/core';

/**
 * The nearest offset that a partition can be read from.
 * A place whose records retention has deleted becomes the earliest one; a place that does not exist yet, the end.
 *
 * @param offset  any whole number
 */
export const clampOffset = (offset: number, bounds: OffsetBounds): number =>
  Math.min(Math.max(offset, bounds.earliest), bounds.end);
