import { alignDown } from '@forewarn/core';

/** One minute, the step in which bounds are compared. */
export const minuteMs = 60_000;

/** One-minute samples, oldest first; minutes without a raw sample are absent. */
export interface MinuteSamples {
  /** Starts of minutes: multiples of 60,000 epoch milliseconds, strictly ascending. */
  readonly timesMs: Float64Array;
  /** Means of the raw samples in those minutes, in the unit of the series. */
  readonly values: Float64Array;
  /** What each minute counts, such as the requests that a share is of, ≥ 0. Absent where all count alike. */
  readonly weights?: Float64Array;
}

/**
 * One-minute samples: the mean of the raw samples in [minute, minute + 60 s), labelled with the minute's start.
 * A minute that is not over at `nowMs` would change with each look, so it is left out, unless there is no other:
 * then it is better than nothing.
 *
 * @param timesMs  `number[n]`, epoch milliseconds, ascending
 * @param values   `number[n]`, finite
 * @param nowMs    the present, epoch milliseconds
 * @returns        at most one sample a minute, each within [min, max] of its minute's raw samples
 */
export function minuteMeans(timesMs: Float64Array, values: Float64Array, nowMs: number): MinuteSamples {
  const minutes = new Float64Array(values.length);
  const means = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; ) {
    const minute = alignDown(timesMs[at]!, minuteMs);
    let end = at + 1;
    while (end < values.length && timesMs[end]! < minute + minuteMs) end += 1;
    minutes[count] = minute;
    means[count] = meanOf(values, at, end);
    count += 1;
    at = end;
  }
  return finishedMinutes({ timesMs: minutes.slice(0, count), values: means.slice(0, count) }, nowMs);
}

/**
 * The minutes that are over at `nowMs`; all of them where none is over.
 *
 * @returns  a view, not a copy
 */
export function finishedMinutes(samples: MinuteSamples, nowMs: number): MinuteSamples {
  let over = samples.timesMs.length;
  while (over > 0 && samples.timesMs[over - 1]! + minuteMs > nowMs) over -= 1;
  return over === 0 ? samples : partOf(samples, 0, over);
}

/** Minutes by their places, as a view. */
const partOf = ({ timesMs, values, weights }: MinuteSamples, from: number, to: number): MinuteSamples => ({
  timesMs: timesMs.subarray(from, to),
  values: values.subarray(from, to),
  ...(weights && { weights: weights.subarray(from, to) }),
});

/** Differences from the first value are averaged, so that equal samples give exactly that value and no sum overflows. */
function meanOf(values: Float64Array, start: number, end: number): number {
  const first = values[start]!;
  let sum = 0;
  for (let at = start + 1; at < end; at += 1) sum += (values[at]! - first) / (end - start);
  return first + sum;
}

/**
 * The minutes of a range, by binary search.
 *
 * @param startMs  first minute that is kept
 * @param endMs    behind the last minute that is kept
 * @returns        a view, not a copy
 */
export function minutesWithin(samples: MinuteSamples, startMs: number, endMs: number): MinuteSamples {
  const from = firstAtOrAfter(samples.timesMs, startMs);
  const to = Math.max(from, firstAtOrAfter(samples.timesMs, endMs));
  return partOf(samples, from, to);
}

/** The minutes in which any of some series has a sample, ascending. */
export function minutesOfAny(all: readonly MinuteSamples[]): Float64Array {
  const known = new Set<number>();
  for (const { timesMs } of all) for (const timeMs of timesMs) known.add(timeMs);
  return Float64Array.from(known).sort();
}

function firstAtOrAfter(times: Float64Array, timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
