import { expressionMetric, ForewarnError, type SeriesSelector } from '@forewarn/core';

/**
 * What is promised about, with a name. What it comes to is the metric `forewarn_indicator`, whose label `indicator` has the name: objectives,
 * analyses and forecasts select it as they select any metric, and several share one query.
 */
export interface Indicator {
  /** Lower-case letters, digits and hyphens; at most 63 characters. */
  readonly name: string;
  readonly description: string;
  readonly definition: IndicatorDefinition;
}

/** PromQL that comes to a scalar or an instant vector; a ratio of counters; or why what is stored cannot be read. */
export type IndicatorDefinition =
  | { readonly expression: string }
  | { readonly ratio: Ratio }
  | { readonly unreadable: string };

/** The share of good events, minute by minute, from the increases of counters. */
export interface Ratio {
  /** Which events `events` counts. */
  readonly counted: 'good' | 'bad';
  readonly events: SeriesSelector;
  /** Counters of all events, the counted ones among them. */
  readonly total: SeriesSelector;
  /** Labels whose values have a ratio each; without any there is one ratio. */
  readonly by: readonly string[];
  /** What a minute without events is: all good, or a minute without data. */
  readonly idle: 'good' | 'no-data';
}

/** The label that has an indicator's name. */
export const indicatorLabel = 'indicator';

/** Whether a selector is about this indicator, whatever is wrong with it. */
export const selectsIndicator = ({ metric, matchers }: SeriesSelector, indicator: string): boolean =>
  metric === expressionMetric &&
  matchers.some(
    ({ name, operator, value }) => name === indicatorLabel && operator === '=' && value === indicator,
  );

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
