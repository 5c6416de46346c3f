import type { Series } from '../series/series.js';
import { clipOutliers } from './clip-outliers.js';
import { fourierRoots, fourierTransform, type Roots } from './fourier-transform.js';
import { linePower } from './line-power.js';
import { removeLine } from './remove-line.js';

/** A series without its line and outliers, and its periodogram. */
export interface DetrendedSpectrum {
  /** `Float64Array[n]`, at most about 1 in magnitude. */
  readonly y: Float64Array;
  /** `Float64Array[size/2 + 1]`: |transform|²/n at the frequencies j/size. */
  readonly periodogram: Float64Array;
  readonly roots: Roots;
  /** The index of one cycle per n samples: below it the removed line took the power. */
  readonly first: number;
  /** Means of `block` samples each, in which slow lines are found at a fraction of the cost. */
  readonly coarse: Float64Array;
  readonly block: number;
}

/** Fewest blocks of the coarse series. */
const COARSE = 144;
/** Lines of fewer cycles in the series overlap with each other and with the trend; the coarse series resolves them. */
export const FEW_CYCLES = 12;

/**
 * Prepares a series for the search of lines in its spectrum.
 *
 * @param x       `number[n]`, n ≥ 4, finite, not constant
 * @param lags    how many lags of autocorrelations must not wrap around
 * @returns       the detrended series and its spectrum; undefined when the line leaves nothing but rounding
 */
export function detrendedSpectrum(x: Series, lags: number): DetrendedSpectrum | undefined {
  const [rest, before] = [removeLine(x), largest(x)];
  const size = largest(rest);
  if (!(size > 1e-13 * before)) return undefined;
  // Divided before anything is squared: the squares of very small numbers would vanish.
  for (let i = 0; i < rest.length; i++) rest[i]! /= size;
  clipOutliers(rest);
  const y = removeLine(rest);
  const roots = fourierRoots(x.length + lags);
  const first = Math.max(1, Math.round(roots.size / x.length));
  const block = Math.max(1, Math.floor(y.length / COARSE));
  return { y, periodogram: periodogramOf(y, roots), roots, first, coarse: blockMeans(y, block), block };
}

/**
 * The periodogram of a centred series.
 *
 * @param y      `Float64Array[n]`
 * @param roots  of a size of at least n
 * @returns      `Float64Array[size/2 + 1]`: |transform|²/n, whose average over frequencies is the mean square of `y`
 */
export function periodogramOf(y: Float64Array, roots: Roots): Float64Array {
  const { real, imaginary } = fourierTransform(y, roots);
  const n = y.length;
  for (let j = 0; j < real.length; j++) real[j] = (real[j]! * real[j]! + imaginary[j]! * imaginary[j]!) / n;
  return real;
}

/**
 * How much of the series a line explains, when there are few cycles of it.
 *
 * @param spectrum   the detrended series
 * @param frequency  cycles per sample, at most FEW_CYCLES / n and 0.5
 * @returns          comparable with the periodogram
 */
export function slowLinePower({ coarse, block }: DetrendedSpectrum, frequency: number): number {
  return block * linePower(coarse, block * frequency);
}

function blockMeans(y: Float64Array, block: number): Float64Array {
  if (block === 1) return y;
  const means = new Float64Array(Math.floor(y.length / block));
  for (let k = 0; k < means.length; k++) {
    let sum = 0;
    for (let i = k * block; i < (k + 1) * block; i++) sum += y[i]!;
    means[k] = sum / block;
  }
  return removeLine(means);
}

function largest(x: Series): number {
  let size = 0;
  for (let i = 0; i < x.length; i++) if (Math.abs(x[i]!) > size) size = Math.abs(x[i]!);
  return size;
}
