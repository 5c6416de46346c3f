import { requireInteger } from '../outcome/require-integer.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { SequentialFit } from '../regression/sequential-least-squares.js';
import { checkSeries } from '../series/check-series.js';
import { isConstant } from '../series/is-constant.js';
import type { Series } from '../series/series.js';
import { prepareDickeyFuller } from './dickey-fuller-design.js';
import { DickeyFullerRegressions } from './dickey-fuller-regressions.js';
import {
  type CriticalValues,
  type DickeyFullerRegression,
  mackinnonCriticalValues,
  mackinnonPValue,
} from './mackinnon.js';
import { isExactFit, type LagCriterion, selectLag } from './select-lag.js';

/** Settings of the test; the defaults are those of statsmodels' `adfuller`. */
export interface DickeyFullerOptions {
  /** Largest number of lagged differences; null or absent: ceil(12·(n/100)^¼), as far as the length allows. */
  readonly maxLag?: number | null;
  /** Deterministic terms; default a constant. */
  readonly regression?: DickeyFullerRegression;
  /** How the lag count is chosen up to `maxLag`; null uses `maxLag` itself. Default AIC. */
  readonly autolag?: LagCriterion | null;
}

/** The outcome of an augmented Dickey–Fuller test of the null hypothesis of a unit root. */
export interface DickeyFullerResult {
  /** t value of the lagged level; the more negative, the stronger the evidence of stationarity. */
  readonly statistic: number;
  /** MacKinnon's approximate p-value, within [0, 1]; stationary at 5 % when below 0.05. */
  readonly pValue: number;
  readonly usedLag: number;
  /** Rows of the final regression, n - 1 - usedLag. */
  readonly observations: number;
  readonly criticalValues: CriticalValues;
  /** Value of the lag criterion at the choice; null without a criterion. */
  readonly icBest: number | null;
}

const NO_UNIQUE_FIT =
  'the test regression fits the series exactly or has no unique solution, so it has no residual to test';

/**
 * Augmented Dickey–Fuller test for a unit root.
 * Same definition as statsmodels' `adfuller`, but exact for series whose offset dwarfs their variation, where that loses
 * a singular value and with it the statistic.
 *
 * @param x        `number[n]`, finite, not constant, n ≥ 2·(maxLag + deterministic terms + 1); not mutated
 * @param options  lags, deterministic terms, lag criterion
 * @returns        the test, or why it cannot be made
 * @throws         {StatisticsError} `invalid-lag-count` when `maxLag` is negative or fractional
 * @source         Said & Dickey (1984), doi:10.1093/biomet/71.3.599; MacKinnon (1994, 2010)
 */
export function augmentedDickeyFuller(
  x: Series,
  options: DickeyFullerOptions = {},
): DickeyFullerResult | Unavailable {
  const { regression = 'c', autolag = 'AIC' } = options;
  const problem = checkSeries(x, 4) ?? (isConstant(x) ? constant(x) : undefined);
  if (problem !== undefined) return problem;
  const data = prepareDickeyFuller(x, regression);
  const maxLag = largestLag(x.length, data.trendTerms, options.maxLag ?? null);
  if (typeof maxLag !== 'number') return maxLag;
  const regressions = new DickeyFullerRegressions(data, maxLag);
  const choice =
    autolag === null
      ? { lag: maxLag, criterion: null }
      : selectLag(regressions.nested(), data.trendTerms, regressions.rows, data.scale, autolag);
  if (choice === undefined) return unavailable('numerically-singular', NO_UNIQUE_FIT);
  return testAt(regressions.at(choice.lag), choice, regression, data.differences.length - choice.lag);
}

function constant(x: Series): Unavailable {
  return unavailable('constant-series', `all ${x.length} samples are ${x[0]}`);
}

function largestLag(n: number, trendTerms: number, requested: number | null): number | Unavailable {
  const limit = Math.floor(n / 2) - trendTerms - 1;
  const lag =
    requested === null
      ? Math.max(0, Math.min(limit, Math.ceil(12 * (n / 100) ** 0.25)))
      : requireInteger(requested, 0, 'invalid-lag-count', 'maxLag');
  if (lag <= limit) return lag;
  const needed = 2 * (lag + trendTerms + 1);
  return unavailable('too-few-samples', `needs at least ${needed} samples for ${lag} lags, has ${n}`);
}

/** The level is the last column of the fit, so that its t value falls out of the last projection. */
function testAt(
  fit: SequentialFit,
  choice: { lag: number; criterion: number | null },
  regression: DickeyFullerRegression,
  observations: number,
): DickeyFullerResult | Unavailable {
  const last = fit.ranks.length - 1;
  const freedom = observations - fit.ranks[last]!;
  const levelDropped =
    fit.projections[last] === 0 && fit.ranks[last] === (last > 0 ? fit.ranks[last - 1]! : 0);
  if (freedom <= 0 || levelDropped || isExactFit(fit, last)) {
    return unavailable('numerically-singular', NO_UNIQUE_FIT);
  }
  const statistic = fit.projections[last]! / Math.sqrt(fit.residualSumOfSquares[last]! / freedom);
  return {
    statistic,
    pValue: mackinnonPValue(statistic, regression),
    usedLag: choice.lag,
    observations,
    criticalValues: mackinnonCriticalValues(regression, observations),
    icBest: choice.criterion,
  };
}
