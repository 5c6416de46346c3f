import { requireInteger } from '../outcome/require-integer.js';
import { StatisticsError } from '../outcome/statistics-error.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';

/** One value per bin, oldest first, bins without a value included. */
export interface BinnedSeries {
  /** `Float64Array[k]`: starts of the bins [start, start + width), epoch milliseconds. */
  readonly timesMs: Float64Array;
  /** `Float64Array[k]`: one value per bin, NaN for a bin without one. */
  readonly values: Float64Array;
}

/** Samples in order of time, and the bins over them. */
export interface TimeBins {
  /** `Uint32Array[n]`: sample indices in order of time, equal times in input order; absent when the input is in order. */
  readonly order: Uint32Array | undefined;
  /** `Uint32Array[k+1]`: how many samples come before each bin; the samples of bin b are those from `before[b]` to `before[b + 1]`. */
  readonly before: Uint32Array;
  /** `Float64Array[k]`: starts of the bins, epoch milliseconds. */
  readonly startsMs: Float64Array;
}

const DAY_MS = 86_400_000;
const MOST_BINS = 5_000_000;
const LARGEST_VALUE = 1e140;

/**
 * Lays bins over samples as pandas' `resample` does: closed on the left, anchored at midnight UTC of the first day.
 *
 * @param timesMs  `number[n]`, epoch milliseconds, any order
 * @param values   `number[n]`, NaN for a missing value
 * @param binMs    width of a bin, a whole number of milliseconds ≥ 1
 * @returns        the bins from the first sample's to the last sample's, or why there are none
 * @throws         {StatisticsError} `invalid-bin-width`, `length-mismatch`
 */
export function timeBins(timesMs: Series, values: Series, binMs: number): TimeBins | Unavailable {
  requireInteger(binMs, 1, 'invalid-bin-width', 'binMs');
  const n = timesMs.length;
  if (n !== values.length) {
    throw new StatisticsError('length-mismatch', `${n} times but ${values.length} values`);
  }
  if (n === 0) return unavailable('too-few-samples', 'needs at least 1 sample, has 0');
  const problem = checkInput(timesMs, values);
  if (problem !== undefined) return problem;
  const order = orderByTime(timesMs);
  const timeAt = (i: number) => timesMs[order === undefined ? i : order[i]!]!;
  const anchorMs = Math.floor(timeAt(0) / DAY_MS) * DAY_MS;
  const firstBin = Math.floor((timeAt(0) - anchorMs) / binMs);
  const count = Math.floor((timeAt(n - 1) - anchorMs) / binMs) - firstBin + 1;
  if (count > MOST_BINS)
    return unavailable('out-of-range', `${count} bins of ${binMs} ms, at most ${MOST_BINS}`);
  const startsMs = new Float64Array(count);
  for (let bin = 0; bin < count; bin++) startsMs[bin] = anchorMs + (firstBin + bin) * binMs;
  return { order, before: countBefore(timesMs, order, startsMs), startsMs };
}

/** Walks over samples and starts of bins at once: a comparison a sample, in place of a division. */
function countBefore(timesMs: Series, order: Uint32Array | undefined, startsMs: Float64Array): Uint32Array {
  const n = timesMs.length;
  const before = new Uint32Array(startsMs.length + 1);
  let i = 0;
  for (let bin = 1; bin < startsMs.length; bin++) {
    const startMs = startsMs[bin]!;
    if (order === undefined) while (i < n && timesMs[i]! < startMs) i++;
    else while (i < n && timesMs[order[i]!]! < startMs) i++;
    before[bin] = i;
  }
  before[startsMs.length] = n;
  return before;
}

function checkInput(timesMs: Series, values: Series): Unavailable | undefined {
  for (let i = 0; i < timesMs.length; i++) {
    // NaN values are missing samples and pass; a time must be a number, which less than infinity says at once.
    if (Math.abs(timesMs[i]!) < Number.POSITIVE_INFINITY && !(Math.abs(values[i]!) > LARGEST_VALUE)) continue;
    if (!Number.isFinite(timesMs[i])) return unavailable('not-finite', `time ${i + 1} is ${timesMs[i]}`);
    return unavailable('out-of-range', `value ${i + 1} is ${values[i]}`);
  }
  return undefined;
}

function orderByTime(timesMs: Series): Uint32Array | undefined {
  let i = 1;
  while (i < timesMs.length && timesMs[i]! >= timesMs[i - 1]!) i++;
  if (i >= timesMs.length) return undefined;
  const order = new Uint32Array(timesMs.length);
  for (let k = 0; k < order.length; k++) order[k] = k;
  return order.sort((a, b) => timesMs[a]! - timesMs[b]! || a - b);
}
