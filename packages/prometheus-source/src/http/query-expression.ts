import {
  type CallOptions,
  canonicalSeries,
  expressionMetric,
  ForewarnError,
  type RangeAnswer,
  type Series,
} from '@forewarn/core';
import { inCanonicalOrder } from '../canonical-order.js';
import type { PrometheusClient } from './prometheus-client.js';
import { type GridQuery, queryRange } from './query-range.js';

/**
 * Range queries of any PromQL expression, whose series then have one name and their labels.
 *
 * @throws {ForewarnError} as the port has it; `prometheus-rejected` where series differ in nothing but the metric
 */
export async function queryExpression(
  client: PrometheusClient,
  grid: Omit<GridQuery, 'unnamedMetric'>,
  options?: CallOptions,
): Promise<RangeAnswer> {
  const answer = await queryRange(client, { ...grid, unnamedMetric: expressionMetric }, options);
  const renamed = answer.samples.map((samples) => ({ ...samples, series: named(samples.series) }));
  requireDistinct(renamed.map(({ series }) => series));
  return {
    ...answer,
    samples: inCanonicalOrder(renamed, ({ series }) => series),
    histograms: inCanonicalOrder(answer.histograms.map(named), (series) => series),
  };
}

const named = ({ labels }: Series): Series => ({ metric: expressionMetric, labels });

function requireDistinct(all: readonly Series[]): void {
  const known = new Set<string>();
  for (const series of all) {
    const key = canonicalSeries(series);
    if (known.has(key)) {
      throw new ForewarnError(
        'prometheus-rejected',
        `the expression comes to several series that differ in the metric's name alone (${key}): aggregate them, or select one metric`,
      );
    }
    known.add(key);
  }
}
