import { boundsAt, conformalBounds, type PastErrors } from './conformal-intervals.js';

/** How forecasts did on the series' own past; errors and scores in units of the mean absolute step of the series. */
export interface BacktestFigures {
  /** Origins whose whole horizon is known, ≥ 1. */
  readonly originCount: number;
  /** Mean absolute scaled error of the chosen forecasts, newer origins counting more, as they do in the choice. */
  readonly meanAbsoluteScaledError: number;
  /** The same of the last value carried on. */
  readonly lastValueError: number;
  /** Share of the newest truths inside the interval that the errors before them give, 0 to 1. */
  readonly coverage: number;
  /** Mean interval score of the same intervals, scaled. */
  readonly intervalScore: number;
}

/** At most so many of the newest origins test the interval, and at most this share of all. */
const TESTED = 100;
const TESTED_SHARE = 1 / 3;

/**
 * Tests the interval on the newest origins, with bounds from what was known before them.
 *
 * @param past     errors of the chosen forecasts, over two horizons or more
 * @param options  samples, their mean absolute step (> 0), and the level of the interval
 * @returns        the interval's figures, and how many origins the backtest has
 */
export function intervalFigures(
  past: PastErrors,
  { known, step, level }: { known: number; step: number; level: number },
): Pick<BacktestFigures, 'originCount' | 'coverage' | 'intervalScore'> {
  const { first, horizon, errors, scales } = past;
  const originCount = known - horizon - first + 1;
  const newest = Math.min(TESTED, Math.max(1, Math.floor(TESTED_SHARE * originCount)));
  // A whole horizon has to be known before, so that each step has errors to take its bounds from.
  const from = Math.max(first + horizon, known - horizon - newest + 1);
  const tested = known - horizon - from + 1;
  const bounds = conformalBounds(past, from, level);
  let inside = 0;
  let score = 0;
  for (let origin = from; origin + horizon <= known; origin++) {
    const i = origin - first;
    for (let h = 0; h < horizon; h++) {
      const { lower, upper } = boundsAt(bounds, scales[i]!, h);
      const error = errors[i * horizon + h]!;
      const outside = Math.max(0, lower - error, error - upper);
      if (outside === 0) inside++;
      score += upper - lower + (2 / (1 - level)) * outside;
    }
  }
  return {
    originCount,
    coverage: inside / (tested * horizon),
    intervalScore: score / (tested * horizon) / step,
  };
}
