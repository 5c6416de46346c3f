import { expressionMetric, ForewarnError, type SeriesSelector } from '@forewarn/core';

/**
 * A named PromQL expression. What it comes to is the metric `forewarn_indicator`, whose label `indicator` has the name: objectives, analyses
 * and forecasts select it as they select any metric, and several share one query.
 */
export interface Indicator {
  /** Lower-case letters, digits and hyphens; at most 63 characters. */
  readonly name: string;
  readonly description: string;
  /** PromQL that comes to a scalar or an instant vector. */
  readonly expression: string;
}

/** The label that has an indicator's name. */
export const indicatorLabel = 'indicator';

/** Selects all series of an indicator. */
export const indicatorSelector = (name: string): SeriesSelector => ({
  metric: expressionMetric,
  matchers: [{ name: indicatorLabel, operator: '=', value: name }],
});

/**
 * The indicator that a selector is about.
 *
 * @returns  undefined where it selects scraped series
 * @throws   {ForewarnError} `invalid-selector` where it is about indicators and does not say about which one
 */
export function indicatorNameOf({ metric, matchers }: SeriesSelector): string | undefined {
  if (metric !== expressionMetric) return undefined;
  const named = matchers.find(({ name, operator }) => name === indicatorLabel && operator === '=');
  if (named !== undefined) return named.value;
  throw new ForewarnError(
    'invalid-selector',
    `${expressionMetric} is what indicators come to: say which one, as in ${expressionMetric}{${indicatorLabel}="NAME"}`,
  );
}
