import { fourierRoots, fourierTransform } from '../detection/fourier-transform.js';
import { removeLine } from '../detection/remove-line.js';

/** A lag must leave room for this many repetitions. */
const REPETITIONS = 2.5;
/** A hill of the autocorrelation must rise this far above the valleys around it, in standard errors of white noise. */
const LEAST_RISE = 6;
const LEAST_HEIGHT = 4;
/** A summit is the highest within its lag divided by this; the valley behind it lies before this multiple of it, the next hill at twice. */
const SUMMIT_DIVISOR = 12;
const VALLEY_REACH = 1.6;

/**
 * The lag at which a series most resembles itself: the hill of its autocorrelation that rises furthest above the valleys around it.
 * It is a suggestion, not a test (for that there is `seasonalPeriod`): of several seasons, such as a day and a week, it takes the one
 * that repeats the series best, and whether a forecast gains by it is for the backtest to say.
 *
 * @param x  `Float64Array[n]`, finite
 * @returns  samples, within [2, n / 2.5]; 0 when there is no such hill
 */
export function recurringLag(x: Float64Array): number {
  const n = x.length;
  const most = Math.floor(n / REPETITIONS);
  if (most < 3) return 0;
  const correlations = autocorrelations(x, most);
  const error = 1 / Math.sqrt(n);
  let best = 0;
  let bestRise = LEAST_RISE * error;
  let valley = 1;
  for (let lag = 2; lag < most; lag++) {
    const height = correlations[lag]!;
    valley = Math.min(valley, height);
    if (height - valley <= bestRise || height <= LEAST_HEIGHT * error || !isSummit(correlations, lag, most))
      continue;
    const rise = height - Math.max(valley, valleyBehind(correlations, lag, most));
    if (rise > bestRise) [best, bestRise] = [lag, rise];
  }
  return best;
}

/** `Float64Array[most + 1]`: autocorrelations around a line, each by the number of its products. */
function autocorrelations(x: Float64Array, most: number): Float64Array {
  const n = x.length;
  const roots = fourierRoots(n + most);
  const { real, imaginary } = fourierTransform(removeLine(x), roots);
  const power = new Float64Array(roots.size);
  for (let j = 0; j < real.length; j++) {
    power[j] = real[j]! * real[j]! + imaginary[j]! * imaginary[j]!;
    if (j > 0) power[roots.size - j] = power[j]!;
  }
  const sums = fourierTransform(power, roots).real;
  const correlations = new Float64Array(most + 1);
  if (!(sums[0]! > 0)) return correlations;
  for (let lag = 0; lag <= most; lag++) correlations[lag] = ((sums[lag]! / sums[0]!) * n) / (n - lag);
  return correlations;
}

/** Whether nothing near the lag is higher. */
function isSummit(correlations: Float64Array, lag: number, most: number): boolean {
  const near = Math.max(1, Math.floor(lag / SUMMIT_DIVISOR));
  for (let k = Math.max(1, lag - near); k <= Math.min(most, lag + near); k++)
    if (correlations[k]! > correlations[lag]!) return false;
  return true;
}

function valleyBehind(correlations: Float64Array, lag: number, most: number): number {
  let valley = 1;
  for (let k = lag; k <= Math.min(most, Math.floor(VALLEY_REACH * lag)); k++)
    valley = Math.min(valley, correlations[k]!);
  return valley;
}
