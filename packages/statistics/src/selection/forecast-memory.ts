import type { ForecastEstimates } from './fitted-candidates.js';

/**
 * What the forecast of a series estimated in an earlier round. It saves time and changes nothing: estimates are used again only for
 * exactly the samples, backtest and horizon that they were made for.
 */
export interface ForecastMemory {
  remembered?: RememberedEstimates;
}

/** Estimates with what they were made for. */
export interface RememberedEstimates {
  /** The samples that they were learnt from. */
  readonly learnt: Float64Array;
  /** How many of them lie before the backtest. */
  readonly known: number;
  readonly horizon: number;
  readonly estimates: ForecastEstimates;
}

/**
 * The estimates of an earlier round, if they hold for this one.
 *
 * @param memory  of this series
 * @param wanted  what the estimates have to be made for
 * @returns       the estimates, or `undefined`
 */
export function recall(
  memory: ForecastMemory | undefined,
  wanted: Omit<RememberedEstimates, 'estimates'>,
): ForecastEstimates | undefined {
  const remembered = memory?.remembered;
  if (remembered === undefined) return undefined;
  const isSame =
    remembered.known === wanted.known &&
    remembered.horizon === wanted.horizon &&
    areSame(remembered.learnt, wanted.learnt);
  return isSame ? remembered.estimates : undefined;
}

function areSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
