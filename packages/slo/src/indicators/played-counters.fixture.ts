import {
  compileMatchers,
  type MetricSource,
  parseSelector,
  type RangeAnswer,
  type Samples,
  type SeriesSelector,
  type TimeRange,
  wholeAnswer,
} from '@forewarn/core';
import { minuteMs } from '../minute-means.js';
import type { Ratio } from './indicator.js';
import { createRatioReader } from './ratio-reader.js';

/** The start of a minute, epoch milliseconds. */
export const minute = (at: number) => at * minuteMs;
/** The share of requests that did not fail. */
export const ratioOf = (fields: Partial<Ratio> = {}): Ratio => ({
  counted: 'bad',
  events: parseSelector('requests_total{code="500"}'),
  total: parseSelector('requests_total'),
  by: [],
  idle: 'good',
  ...fields,
});

/** A counter by its samples: time in seconds, value. */
export const counter = (
  labels: Samples['series']['labels'],
  pairs: readonly (readonly [number, number])[],
): Samples => ({
  series: { metric: 'requests_total', labels },
  timesMs: Float64Array.from(pairs, ([seconds]) => seconds * 1_000),
  values: Float64Array.from(pairs, ([, value]) => value),
});

/** A source of counters that remembers what it was asked. */
export function played(all: readonly Samples[], remarks: Partial<RangeAnswer> = {}) {
  const asked: TimeRange[] = [];
  const matching = ({ matchers }: SeriesSelector) => {
    const matches = compileMatchers(matchers);
    return all.filter(({ series }) => matches(series.labels));
  };
  const source: Pick<MetricSource, 'rawSamples' | 'listSeries'> = {
    listSeries: async (selector) => matching(selector).map(({ series }) => series),
    rawSamples: async (selector, range) => {
      asked.push(range);
      const inside = matching(selector).map(({ series, timesMs, values }) => {
        const isIn = (_: number, at: number) => timesMs[at]! >= range.startMs && timesMs[at]! <= range.endMs;
        return { series, timesMs: timesMs.filter(isIn), values: values.filter(isIn) };
      });
      return { ...wholeAnswer(inside.filter(({ values }) => values.length > 0)), ...remarks };
    },
  };
  return { source, asked };
}

/** The labels of each ratio, and its minutes: number, value, weight. */
export const read = async (
  all: readonly Samples[],
  ratio = ratioOf(),
  range = { startMs: 0, endMs: minute(60) - 1 },
) => {
  const { samples } = await createRatioReader(played(all).source, ratio).minutes(range, {});
  return samples.map(({ series, timesMs, values, weights }) => [
    series.labels,
    Array.from(timesMs, (timeMs, at) => [timeMs / minuteMs, values[at], weights?.[at]]),
  ]);
};
