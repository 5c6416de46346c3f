import type { TimeRange } from '@forewarn/core';
import type { Grid } from './grid.js';

/**
 * Which points of a grid lie in ranges that are to be left out. Both ends count: a point shows what was scraped last before it, so that
 * the one at a range's end still shows the range. A rate shows all since the sample before, so that of rates the first one behind
 * a range goes with it.
 *
 * @param grid    n points
 * @param ranges  ascending, apart from each other
 * @param isRate  whether the values are rates, each of the time since the sample before
 * @returns       `Uint8Array[n]`, 1 for a point that is left out
 */
export function leftOutPoints(grid: Grid, ranges: readonly TimeRange[], isRate: boolean): Uint8Array {
  const { startMs, stepMs, values } = grid;
  const points = new Uint8Array(values.length);
  for (const range of ranges) {
    // The first rate stands for the step before the grid.
    if (range.endMs <= startMs - stepMs) continue;
    const from = Math.max(0, Math.ceil((range.startMs - startMs) / stepMs));
    const to = Math.max(0, Math.floor((range.endMs - startMs) / stepMs) + 1);
    const firstBehind = Math.max(0, Math.ceil((range.endMs - startMs) / stepMs));
    points.fill(1, from, isRate ? Math.max(to, behindFirst(values, firstBehind)) : to);
  }
  return points;
}

/** Behind the first value from a point on; 0 where there is none. */
function behindFirst(values: Float64Array, from: number): number {
  const first = values.subarray(from).findIndex((value) => !Number.isNaN(value));
  return first < 0 ? 0 : from + first + 1;
}

/**
 * A grid on which some points are missing.
 *
 * @param grid     n points; not mutated
 * @param leftOut  `Uint8Array[n]`, 1 for a point that is to be missing
 */
export const withoutPoints = (grid: Grid, leftOut: Uint8Array): Grid => ({
  ...grid,
  values: grid.values.map((value, at) => (leftOut[at] ? Number.NaN : value)),
});

/** Values at an end of what is left out, whose median is the level there: outliers do not lead, and a trend hardly. */
const levelPoints = 5;

/**
 * Fills what was left out as if the series had gone on: with the values before it, the newest first, so that they move as the series
 * does. Where the level behind it is another one, by more than the newest values moved, they are tilted so that they end there; at the
 * window's end they end at the level that they began with. Where there is no value before they stay missing.
 *
 * A gap would throw away all that was before it. A straight line is a stretch on which no forecast errs: two minutes behind two hours
 * of it, intervals of 95 % held a sixth to a half of what came; behind these values they hold 0.83 or more, and within a quarter of an hour what
 * they hold without maintenance.
 *
 * @param values   `Float64Array[n]`, NaN where missing; missing at all points that are left out; not mutated
 * @param leftOut  `Uint8Array[n]`, 1 for a point that is left out
 * @returns        a copy; other points are unchanged, filled ones lie between the least and the greatest value
 */
export function fillLeftOut(values: Float64Array, leftOut: Uint8Array): Float64Array {
  const filled = values.slice();
  const known = values.filter((value) => !Number.isNaN(value));
  const bounds = extremes(known);
  let before = 0;
  for (let from = 0; from < filled.length; from += 1) {
    if (!leftOut[from]) {
      if (!Number.isNaN(values[from])) before += 1;
      continue;
    }
    let to = from;
    while (to < filled.length && leftOut[to]) to += 1;
    if (before > 0)
      fillRun(filled.subarray(from, to), known.subarray(0, before), known.subarray(before), bounds);
    from = to - 1;
  }
  return filled;
}

interface Extremes {
  readonly least: number;
  readonly greatest: number;
}

function extremes(values: Float64Array): Extremes {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return { least, greatest };
}

function fillRun(
  run: Float64Array,
  before: Float64Array,
  behind: Float64Array,
  { least, greatest }: Extremes,
): void {
  for (let i = 0; i < run.length; i += 1) run[i] = before[reflected(i, before.length)]!;
  const newest = before.subarray(-levelPoints);
  const wanted = level(behind.length > 0 ? behind.subarray(0, levelPoints) : newest);
  const rise = wanted - level(run.subarray(-levelPoints));
  const { least: lowest, greatest: highest } = extremes(newest);
  // What the values moved by anyway is no other level.
  if (Math.abs(rise) <= highest - lowest) return;
  for (let i = 0; i < run.length; i += 1) {
    const tilted = run[i]! + (rise * (i + 1)) / (run.length + 1);
    run[i] = Math.min(greatest, Math.max(least, tilted));
  }
}

/** Back from the newest of some values to the oldest, and forth again, as often as it takes. */
function reflected(step: number, count: number): number {
  const at = step % (2 * count);
  return at < count ? count - 1 - at : at - count;
}

/** The lower median, which is one of the values: the mean of two may overflow. */
const level = (values: Float64Array): number => values.slice().sort()[(values.length - 1) >> 1]!;
