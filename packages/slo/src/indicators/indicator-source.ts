import {
  type CallOptions,
  compileMatchers,
  expressionMetric,
  formatSelector,
  type MetricSource,
  type RangeAnswer,
  type Series,
  type SeriesSelector,
} from '@forewarn/core';
import { SloError } from '../slo-error.js';
import { definitionText } from './definition-text.js';
import { createExpressionReader } from './expression-reader.js';
import { type Indicator, indicatorLabel, indicatorNameOf } from './indicator.js';
import type { IndicatorReader } from './indicator-reader.js';
import { createRatioReader } from './ratio-reader.js';

/** @throws {ForewarnError} `indicator-not-found` */
export type FindIndicator = (name: string, options: CallOptions) => Promise<Indicator>;

/**
 * A source that has indicators beside what is scraped: a selector of `forewarn_indicator` is answered by what the indicator comes to.
 *
 * - `queryRange` gives its value at each point.
 * - `rawSamples` gives one sample for each whole minute of the range, labelled with the minute's start; those of a ratio have weights.
 */
export function withIndicators(source: MetricSource, find: FindIndicator): MetricSource {
  /** Undefined where a selector is about what is scraped. */
  const selected = async (selector: SeriesSelector, options: CallOptions = {}) => {
    const name = indicatorNameOf(selector);
    if (name === undefined) return undefined;
    const reader = readerOf(source, await find(name, options));
    const matches = compileMatchers(selector.matchers);
    const own = (series: Series) => labelled(name, series);
    return {
      list: async (read: (reader: IndicatorReader) => Promise<readonly Series[]>) =>
        (await read(reader)).map(own).filter(({ labels }) => matches(labels)),
      samples: async (read: (reader: IndicatorReader) => Promise<RangeAnswer>): Promise<RangeAnswer> => {
        const answer = await read(reader);
        const samples = answer.samples
          .map((one) => ({ ...one, series: own(one.series) }))
          .filter(({ series }) => matches(series.labels));
        return { ...answer, samples };
      },
    };
  };
  return {
    check: (options) => source.check(options),
    queryExpression: (expression, range, stepMs, options) =>
      source.queryExpression(expression, range, stepMs, options),
    async listSeries(selector, range, options) {
      const indicator = await selected(selector, options);
      if (!indicator) return source.listSeries(selector, range, options);
      return indicator.list((reader) => reader.list(range, options ?? {}));
    },
    async queryRange(selector, range, stepMs, options) {
      const indicator = await selected(selector, options);
      if (!indicator) return source.queryRange(selector, range, stepMs, options);
      return indicator.samples((reader) => reader.atPoints(range, stepMs, options ?? {}));
    },
    async rawSamples(selector, range, options) {
      const indicator = await selected(selector, options);
      if (!indicator) return source.rawSamples(selector, range, options);
      return indicator.samples((reader) => reader.minutes(range, options ?? {}));
    },
    metricType: async (metric, options) =>
      metric === expressionMetric ? 'gauge' : source.metricType(metric, options),
  };
}

/** @throws {SloError} `objective-unreadable` */
function readerOf(source: MetricSource, { name, definition }: Indicator): IndicatorReader {
  if ('expression' in definition) return createExpressionReader(source, definition.expression);
  if ('ratio' in definition) return createRatioReader(source, definition.ratio);
  throw new SloError(
    'objective-unreadable',
    `what is stored of the indicator ${name} cannot be read: ${definition.unreadable}; replace it`,
    { details: { indicator: name } },
  );
}

/**
 * What decides which samples a selector has, as a text: of an indicator its definition too, so that nothing that was kept of another one is
 * taken for its own.
 *
 * @throws {ForewarnError} as `find` does
 */
export async function identityOf(
  selector: SeriesSelector,
  find: FindIndicator,
  options: CallOptions = {},
): Promise<string> {
  const name = indicatorNameOf(selector);
  const text = formatSelector(selector);
  return name === undefined ? text : `${text} ${definitionText((await find(name, options)).definition)}`;
}

/** The counters and expressions may come to series that have such a label already. */
function labelled(name: string, { metric, labels }: Series): Series {
  const { [indicatorLabel]: own, ...others } = labels;
  const exported = own === undefined ? {} : { [`exported_${indicatorLabel}`]: own };
  return { metric, labels: { ...others, ...exported, [indicatorLabel]: name } };
}
