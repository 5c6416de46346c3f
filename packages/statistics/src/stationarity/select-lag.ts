import type { SequentialFit } from '../regression/sequential-least-squares.js';

/** How the number of lagged differences is chosen. */
export type LagCriterion = 'AIC' | 'BIC' | 't-stat';

/** The chosen number of lags, and the value of the criterion there. */
export interface LagChoice {
  readonly lag: number;
  readonly criterion: number;
}

/** Two-sided 10 % point of the normal law: a last lag beyond it is kept. */
const SIGNIFICANT_T = 1.6448536269514722;

/**
 * Chooses the number of lags from the nested fits of the largest model.
 * AIC and BIC take the minimum over all candidates, the smaller lag on a tie; `t-stat` starts at the largest and stops
 * at the first whose last lag is significant, as statsmodels does.
 *
 * @param fit        nested fits, columns ordered deterministic terms, level, lag 1, lag 2 …
 * @param firstLag   index of the column that completes the model with no lags (the level)
 * @param rows       rows of the regression
 * @param scale      what the data were divided by, so that the criterion is in the unit of the series
 * @param criterion  the rule
 * @returns          the choice, or `undefined` when a candidate fits exactly and the criterion has no meaning
 */
export function selectLag(
  fit: SequentialFit,
  firstLag: number,
  rows: number,
  scale: number,
  criterion: LagCriterion,
): LagChoice | undefined {
  return criterion === 't-stat'
    ? lastSignificantLag(fit, firstLag, rows)
    : smallestCriterion(fit, firstLag, rows, scale, criterion);
}

function smallestCriterion(
  fit: SequentialFit,
  firstLag: number,
  rows: number,
  scale: number,
  criterion: 'AIC' | 'BIC',
): LagChoice | undefined {
  const penalty = criterion === 'AIC' ? 2 : Math.log(rows);
  let best: LagChoice | undefined;
  for (let column = firstLag; column < fit.ranks.length; column++) {
    const sum = fit.residualSumOfSquares[column]!;
    if (isExactFit(fit, column)) return undefined;
    const deviance = rows * (Math.log((2 * Math.PI * sum) / rows) + 2 * Math.log(scale) + 1);
    const value = deviance + penalty * fit.ranks[column]!;
    if (best === undefined || value < best.criterion) best = { lag: column - firstLag, criterion: value };
  }
  return best;
}

function lastSignificantLag(fit: SequentialFit, firstLag: number, rows: number): LagChoice | undefined {
  for (let column = fit.ranks.length - 1; column >= firstLag; column--) {
    const freedom = rows - fit.ranks[column]!;
    if (freedom > 0 && isExactFit(fit, column)) return undefined;
    const t =
      freedom > 0
        ? Math.abs(fit.projections[column]!) / Math.sqrt(fit.residualSumOfSquares[column]! / freedom)
        : 0;
    if (t >= SIGNIFICANT_T || column === firstLag) return { lag: column - firstLag, criterion: t };
  }
  return undefined;
}

/**
 * Whether what is left of the response is rounding noise, so that any statistic of it would be noise too.
 *
 * @param fit     nested fits
 * @param column  the last column of the model in question
 * @returns       true when the residuals are below 1e-12 of the response
 */
export function isExactFit(fit: SequentialFit, column: number): boolean {
  return !(fit.residualSumOfSquares[column]! > 1e-24 * fit.totalSumOfSquares);
}
