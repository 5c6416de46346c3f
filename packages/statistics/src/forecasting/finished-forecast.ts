import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { allFinite } from '../series/all-finite.js';
import type { Forecast } from './forecast.js';

/**
 * Puts a forecast together from its points and half-widths.
 *
 * @param mean        `Float64Array[horizon]`, point forecasts
 * @param halfWidths  `Float64Array[horizon]`, ≥ 0, same unit
 * @returns           the forecast, or why it cannot be handed out
 */
export function finishedForecast(mean: Float64Array, halfWidths: Float64Array): Forecast | Unavailable {
  const lower = mean.map((value, h) => value - halfWidths[h]!);
  const upper = mean.map((value, h) => value + halfWidths[h]!);
  if (allFinite(mean) && allFinite(lower) && allFinite(upper)) return { mean, lower, upper };
  return unavailable('not-finite', `the forecast overflows within ${mean.length} steps`);
}
