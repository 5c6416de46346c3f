import { type Candidate, forecastRows, type RollingOrigins } from './rolling-origins.js';

/** The name of the candidate that every other has to beat. */
export const LAST_VALUE = 'last-value';

/**
 * Simple exponential smoothing with a given parameter, begun at the first sample: its level, carried on.
 * With 1 it is the last value.
 *
 * @param origins  the backtest
 * @param alpha    smoothing parameter, within (0, 1]
 * @returns        forecasts at every origin
 */
export function simpleSmoothingCandidate(origins: RollingOrigins, alpha: number): Candidate {
  const { x, first, horizon } = origins;
  const forecasts = forecastRows(origins);
  let level = x[0]!;
  for (let origin = 1; origin <= x.length; origin++) {
    const value = x[origin - 1]!;
    // After a fall from a huge value the sum would leave a rest of it.
    level = alpha === 1 ? value : level + alpha * (value - level);
    if (origin < first) continue;
    const row = (origin - first) * horizon;
    for (let h = 0; h < horizon; h++) forecasts[row + h] = level;
  }
  return { name: alpha === 1 ? LAST_VALUE : `simple-smoothing(${alpha})`, first, forecasts };
}

/**
 * The median of the last samples, carried on: it ignores spikes, and follows a step after half its width.
 *
 * @param origins  the backtest
 * @param width    samples, odd, ≤ `origins.first`
 * @returns        forecasts at every origin
 */
export function rollingMedianCandidate(origins: RollingOrigins, width: number): Candidate {
  const { x, first, horizon } = origins;
  const forecasts = forecastRows(origins);
  const sorted = x.slice(first - width, first).sort();
  for (let origin = first; ; origin++) {
    const row = (origin - first) * horizon;
    const median = sorted[width >> 1]!;
    for (let h = 0; h < horizon; h++) forecasts[row + h] = median;
    if (origin === x.length) return { name: `rolling-median(${width})`, first, forecasts };
    replaceSorted(sorted, x[origin - width]!, x[origin]!);
  }
}

/** Takes one value out of a sorted array and puts another in. */
function replaceSorted(sorted: Float64Array, leaving: number, entering: number): void {
  let at = positionOf(sorted, leaving);
  while (at + 1 < sorted.length && sorted[at + 1]! < entering) {
    sorted[at] = sorted[at + 1]!;
    at++;
  }
  while (at > 0 && sorted[at - 1]! > entering) {
    sorted[at] = sorted[at - 1]!;
    at--;
  }
  sorted[at] = entering;
}

/** First index whose value is not less. */
function positionOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
