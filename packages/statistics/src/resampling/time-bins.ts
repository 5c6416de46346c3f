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
  /** Sample indices in order of time, equal times in input order. */
  readonly order: Uint32Array;
  /** `Int32Array[n]`: the bin of the sample `order[i]`, ascending. */
  readonly bins: Int32Array;
  /** `Float64Array[k]`: starts of the bins, epoch milliseconds. */
  readonly startsMs: Float64Array;
}

const DAY_MS = 86_400_000;
const MOST_BINS = 5_000_000;

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
  const firstMs = timesMs[order[0]!]!;
  const anchorMs = Math.floor(firstMs / DAY_MS) * DAY_MS;
  const firstBin = Math.floor((firstMs - anchorMs) / binMs);
  const count = Math.floor((timesMs[order[n - 1]!]! - anchorMs) / binMs) - firstBin + 1;
  if (count > MOST_BINS)
    return unavailable('out-of-range', `${count} bins of ${binMs} ms, at most ${MOST_BINS}`);
  const bins = new Int32Array(n);
  for (let i = 0; i < n; i++) bins[i] = Math.floor((timesMs[order[i]!]! - anchorMs) / binMs) - firstBin;
  const startsMs = new Float64Array(count);
  for (let bin = 0; bin < count; bin++) startsMs[bin] = anchorMs + (firstBin + bin) * binMs;
  return { order, bins, startsMs };
}

function checkInput(timesMs: Series, values: Series): Unavailable | undefined {
  for (let i = 0; i < timesMs.length; i++) {
    if (!Number.isFinite(timesMs[i])) return unavailable('not-finite', `time ${i + 1} is ${timesMs[i]}`);
    if (Math.abs(values[i]!) > 1e140) return unavailable('out-of-range', `value ${i + 1} is ${values[i]}`);
  }
  return undefined;
}

function orderByTime(timesMs: Series): Uint32Array {
  const order = new Uint32Array(timesMs.length);
  let sorted = true;
  for (let i = 0; i < order.length; i++) {
    order[i] = i;
    if (i > 0 && timesMs[i]! < timesMs[i - 1]!) sorted = false;
  }
  return sorted ? order : order.sort((a, b) => timesMs[a]! - timesMs[b]! || a - b);
}
