import { formatSelector, isClassicMetric, type SeriesSelector } from '@forewarn/core';

/**
 * The text of a selector for a server. The name of a metric that needs quotes is sent as a condition on `__name__`, which all versions and
 * all relatives of Prometheus read; label names that need quotes are read by Prometheus 3 and its contemporaries alone.
 */
export function queryText(selector: SeriesSelector): string {
  const { metric, matchers } = selector;
  if (isClassicMetric(metric)) return formatSelector(selector);
  const named = {
    metric: 'm',
    matchers: [{ name: '__name__', operator: '=', value: metric } as const, ...matchers],
  };
  return formatSelector(named).slice('m'.length);
}
