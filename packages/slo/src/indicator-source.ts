import {
  type CallOptions,
  compileMatchers,
  expressionMetric,
  formatSelector,
  type MetricSource,
  type RangeAnswer,
  type Samples,
  type Series,
  type SeriesSelector,
  type TimeRange,
  wholeAnswer,
} from '@forewarn/core';
import { type Indicator, indicatorLabel, indicatorNameOf } from './indicator.js';
import { minuteMs } from './minute-means.js';

/** @throws {ForewarnError} `indicator-not-found` */
export type FindIndicator = (name: string, options: CallOptions) => Promise<Indicator>;

/** Points at which a long range is looked at to find out which series it has. */
const mostLooks = 60;

/**
 * A source that has indicators beside what is scraped: a selector of `forewarn_indicator` is answered by the indicator's expression.
 *
 * - `queryRange` gives what the expression comes to at each point.
 * - `rawSamples` gives one sample for each whole minute of the range, labelled with the minute's start: what the expression comes to at the
 *   minute's end, since it looks back.
 * - `listSeries` looks at sixty points of a long range, so that it may miss a series that lived for a short time.
 */
export function withIndicators(source: MetricSource, find: FindIndicator): MetricSource {
  const evaluate = async (
    name: string,
    { matchers }: SeriesSelector,
    { range, stepMs }: Grid,
    options: CallOptions = {},
  ): Promise<RangeAnswer> => {
    const { expression } = await find(name, options);
    const answer = await source.queryExpression(expression, range, stepMs, options);
    const matches = compileMatchers(matchers);
    const samples = answer.samples
      .map((one) => ({ ...one, series: labelled(name, one.series) }))
      .filter(({ series }) => matches(series.labels));
    return { ...answer, samples };
  };
  return {
    check: (options) => source.check(options),
    queryExpression: (expression, range, stepMs, options) =>
      source.queryExpression(expression, range, stepMs, options),
    async listSeries(selector, range, options) {
      const name = indicatorNameOf(selector);
      if (name === undefined) return source.listSeries(selector, range, options);
      const { samples } = await evaluate(name, selector, looks(range), options);
      return samples.map(({ series }) => series);
    },
    async queryRange(selector, range, stepMs, options) {
      const name = indicatorNameOf(selector);
      return name === undefined
        ? source.queryRange(selector, range, stepMs, options)
        : evaluate(name, selector, { range, stepMs }, options);
    },
    async rawSamples(selector, range, options) {
      const name = indicatorNameOf(selector);
      if (name === undefined) return source.rawSamples(selector, range, options);
      const ends = minuteEnds(range);
      if (ends === undefined) return wholeAnswer([]);
      const answer = await evaluate(name, selector, { range: ends, stepMs: minuteMs }, options);
      return { ...answer, samples: answer.samples.map(atMinuteStart) };
    },
    metricType: async (metric, options) =>
      metric === expressionMetric ? 'gauge' : source.metricType(metric, options),
  };
}

/**
 * What decides which samples a selector has, as a text: of an indicator its expression too, so that nothing that was kept of another
 * expression is taken for its own.
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
  return name === undefined ? text : `${text} ${(await find(name, options)).expression}`;
}

interface Grid {
  readonly range: TimeRange;
  readonly stepMs: number;
}

/** An expression may come to series that have such a label already. */
function labelled(name: string, { metric, labels }: Series): Series {
  const { [indicatorLabel]: own, ...others } = labels;
  const exported = own === undefined ? {} : { [`exported_${indicatorLabel}`]: own };
  return { metric, labels: { ...others, ...exported, [indicatorLabel]: name } };
}

/** Whole minutes apart and up to the range's end. */
function looks({ startMs, endMs }: TimeRange): Grid {
  const stepMs = Math.max(1, Math.ceil((endMs - startMs) / mostLooks / minuteMs)) * minuteMs;
  const count = Math.floor((endMs - startMs) / stepMs);
  return { range: { startMs: endMs - count * stepMs, endMs }, stepMs };
}

/** The ends of the minutes that lie within the range, both of whose ends are included; undefined where there is none. */
function minuteEnds({ startMs, endMs }: TimeRange): TimeRange | undefined {
  const first = Math.ceil(startMs / minuteMs) * minuteMs + minuteMs;
  const last = Math.floor((endMs + 1) / minuteMs) * minuteMs;
  return last < first ? undefined : { startMs: first, endMs: last };
}

const atMinuteStart = ({ series, timesMs, values }: Samples): Samples => ({
  series,
  timesMs: timesMs.map((timeMs) => timeMs - minuteMs),
  values,
});
