import { requireInteger } from '../outcome/require-integer.js';
import { requireProbability } from '../outcome/require-probability.js';
import type { ForecastOptions } from './forecast.js';

const DEFAULT_LEVEL = 0.95;

/**
 * Refuses a horizon or a level outside its domain, and fills the default in.
 *
 * @param options  as the caller gave them
 * @returns        horizon and level
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`
 */
export function checkForecastOptions(options: ForecastOptions): { horizon: number; level: number } {
  return {
    horizon: requireInteger(options.horizon, 1, 'invalid-horizon', 'horizon'),
    level: requireProbability(options.level ?? DEFAULT_LEVEL, 'level'),
  };
}
