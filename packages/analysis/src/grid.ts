import type { Window } from './analysis.js';
import type { Unavailable } from './stage.js';

/** Values on a regular grid: point i stands at `startMs + i·stepMs`; NaN where there is no sample. */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}

/**
 * The time of a grid's point.
 *
 * @param index  0 is the first point
 * @returns      epoch milliseconds
 */
export const gridTimeMs = ({ startMs, stepMs }: Grid, index: number): number => startMs + index * stepMs;

/**
 * The times of a grid's points.
 *
 * @returns  `number[n]`, epoch milliseconds, ascending
 */
export function gridTimesMs(grid: Grid): Float64Array {
  const timesMs = new Float64Array(grid.values.length);
  for (let index = 0; index < timesMs.length; index += 1) timesMs[index] = gridTimeMs(grid, index);
  return timesMs;
}

/**
 * The part of a grid from its first sample on: a series that is younger than the window has a shorter window.
 *
 * @returns  a view of the same values; the whole grid when it holds no sample at all
 */
export function trimLeadingGap(grid: Grid): Grid {
  const first = grid.values.findIndex((value) => !Number.isNaN(value));
  if (first <= 0) return grid;
  return { ...grid, startMs: gridTimeMs(grid, first), values: grid.values.subarray(first) };
}

/**
 * Start, end and counts of a grid.
 *
 * @param grid  with at least one point
 */
export function windowOf(grid: Grid): Window {
  let sampleCount = 0;
  for (let i = 0; i < grid.values.length; i += 1) if (!Number.isNaN(grid.values[i])) sampleCount += 1;
  return {
    startMs: grid.startMs,
    endMs: gridTimeMs(grid, grid.values.length - 1),
    stepMs: grid.stepMs,
    sampleCount,
    missingCount: grid.values.length - sampleCount,
  };
}

/** A grid with its short gaps filled, and where the long ones leave a usable end. */
export interface FilledGrid {
  /** Values with short gaps filled; NaN in long ones. */
  readonly values: Float64Array;
  /** First point behind the last long gap; 0 without one, the grid's length when the grid ends in one. */
  readonly usableFrom: number;
  /** The last long gap. */
  readonly gap: { readonly from: number; readonly length: number } | undefined;
}

/**
 * Fills gaps of at most `longestGap` points: linearly between their neighbours, at the end with the last value.
 * Longer gaps are left, since a straight line over them would be an invention.
 *
 * @param values      NaN where missing; not mutated; the first value is not missing unless all are
 * @param longestGap  points, ≥ 0
 * @returns           a copy; samples that were present are unchanged
 */
export function fillGaps(values: Float64Array, longestGap: number): FilledGrid {
  const filled = values.slice();
  let usableFrom = 0;
  let gap: FilledGrid['gap'];
  for (let from = 0; from < filled.length; from += 1) {
    if (!Number.isNaN(filled[from])) continue;
    let to = from;
    while (to < filled.length && Number.isNaN(filled[to])) to += 1;
    if (to - from > longestGap || from === 0) {
      gap = { from, length: to - from };
      usableFrom = to;
    } else {
      interpolate(filled, from, to);
    }
    from = to;
  }
  return { values: filled, usableFrom, gap };
}

function interpolate(values: Float64Array, from: number, to: number): void {
  const before = values[from - 1]!;
  const after = values[to] ?? before;
  const steps = to - from + 1;
  for (let i = from; i < to; i += 1) {
    const share = (i - from + 1) / steps;
    values[i] = before * (1 - share) + after * share;
  }
}

/**
 * Says where a long gap is, as the outcome of stages that need an unbroken grid.
 *
 * @param grid  the grid in which the gap was found
 */
export function gapReason(grid: Grid, gap: NonNullable<FilledGrid['gap']>): Unavailable {
  const from = new Date(gridTimeMs(grid, gap.from)).toISOString();
  return { reason: 'gap', detail: `${gap.length} consecutive samples are missing from ${from} on` };
}
