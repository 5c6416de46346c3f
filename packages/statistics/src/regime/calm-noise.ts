import { selectQuantile } from '../distributions/select-quantile.js';
import { centreBefore, FEWEST_BEFORE } from './centre-before.js';

/** Standard deviations of a normal law per median absolute deviation: 1/Φ⁻¹(3/4). */
const PER_MEDIAN_DEVIATION = 1.4826;
// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** A past with excursions of more standard deviations has spikes, and the newest samples may be one more of them. */
export const LARGEST_EXCURSION = 8;
/** A past more persistent than this wanders by itself; of few samples the estimate is uncertain by the inverse root of their number. */
const LARGEST_CORRELATION = 0.24;

/**
 * The noise of a series that was calm: a level with independent noise of one size, or nothing that moved.
 * Only behind such a past can a few samples tell that something has begun; one with spikes, waves or walks has seen their like.
 *
 * @param x  `Float64Array[≥ to]`, finite
 * @param to samples of the past, > `FEWEST_BEFORE`
 * @returns  standard deviation in the unit of the series, 0 where nothing moved; `undefined` where it was not calm
 */
export function calmNoise(x: Float64Array, to: number): number | undefined {
  const departures = new Float64Array(to - FEWEST_BEFORE);
  let squares = 0;
  let products = 0;
  let largest = 0;
  for (let i = 0; i < departures.length; i++) {
    const departure = x[FEWEST_BEFORE + i]! - centreBefore(x, FEWEST_BEFORE + i);
    departures[i] = departure;
    squares += departure * departure;
    if (i > 0) products += departure * departures[i - 1]!;
    largest = Math.max(largest, Math.abs(departure));
  }
  const middle = selectQuantile(departures.map(Math.abs), 0.5);
  const noise = PER_MEDIAN_DEVIATION * middle || Math.sqrt(squares / departures.length);
  const correlation = LARGEST_CORRELATION + 1 / Math.sqrt(departures.length);
  const isCalm = largest <= LARGEST_EXCURSION * noise && products <= correlation * squares;
  return isCalm ? noise : undefined;
}
