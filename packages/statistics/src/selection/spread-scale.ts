import { selectQuantile } from '../distributions/select-quantile.js';

/** A scale on which a series with spikes is nearly symmetric: the inverse hyperbolic sine of distances from the median. */
export interface SpreadScale {
  /** Median of the samples it was made of. */
  readonly centre: number;
  /** Median absolute deviation from it, or the mean one where more than half of the samples are equal; > 0. */
  readonly spread: number;
}

/** Squares of larger numbers overflow. */
const LARGEST_SQUARED = 1e150;

/**
 * The scale of a series: linear within the usual spread around its median, logarithmic far outside.
 * Medians carry over from it to the series, so that what is fitted by least absolute errors on the scale is a median forecast.
 *
 * @param x  `Float64Array[n]`, n ≥ 1, finite, not all equal
 * @returns  centre and spread, in the unit of the series
 * @source   Burbidge, Magee & Robb (1988), doi:10.1080/01621459.1988.10478575
 */
export function spreadScale(x: Float64Array): SpreadScale {
  const work = x.slice();
  const centre = selectQuantile(work, 0.5);
  let sum = 0;
  for (let i = 0; i < work.length; i++) {
    work[i] = Math.abs(x[i]! - centre);
    sum += work[i]!;
  }
  return { centre, spread: selectQuantile(work, 0.5) || sum / work.length };
}

/**
 * Values on the scale.
 *
 * @param x  `Float64Array[n]`
 * @returns  `Float64Array[n]`, without unit
 */
export function toSpreadScale(x: Float64Array, { centre, spread }: SpreadScale): Float64Array {
  const scaled = new Float64Array(x.length);
  for (let i = 0; i < scaled.length; i++) scaled[i] = inverseSinh((x[i]! - centre) / spread);
  return scaled;
}

/** `Math.asinh` keeps the last digits of tiny arguments, which nobody needs here, at four times the cost. */
function inverseSinh(value: number): number {
  const size = Math.abs(value);
  const grown = size < LARGEST_SQUARED ? Math.log(size + Math.sqrt(size * size + 1)) : Math.asinh(size);
  return value < 0 ? -grown : grown;
}

/**
 * A value of the scale in the unit of the series.
 *
 * @param z  a value on the scale
 */
export function fromSpreadScale(z: number, { centre, spread }: SpreadScale): number {
  const grown = Math.exp(z);
  return centre + (spread * (grown - 1 / grown)) / 2;
}
