import type { NewRegimeForecast } from '@forewarn/statistics';
import type { ForecastColumns } from './forecast-columns.js';

/** Accounts with less of the forecast than this are not worth a mention. */
const LEAST_SHARE = 0.02;

/**
 * The forecast behind a recent change, with what is thought to have happened.
 *
 * @param forecast  from the samples since the change
 * @returns         columns without a backtest: what was forecast before the change says nothing of what is behind it
 */
export function newRegimeColumns({ age, shapes, mean, lower, upper }: NewRegimeForecast): ForecastColumns {
  const accounts = shapes
    .filter(({ share }) => share >= LEAST_SHARE)
    .map(({ shape, share }) => `${shape} ${Math.round(100 * share)} %`);
  const newest = age === 1 ? 'the newest value is' : `the newest ${age} values are`;
  return {
    model: `new-regime(${age})`,
    modelChoice: `${newest} unlike any before, and all that says what comes: ${accounts.join(', ')}`,
    backtest: null,
    mean,
    lower,
    upper,
  };
}
