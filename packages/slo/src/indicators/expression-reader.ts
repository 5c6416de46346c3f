import { type MetricSource, type Samples, type TimeRange, wholeAnswer } from '@forewarn/core';
import { minuteMs } from '../minute-means.js';
import type { IndicatorReader } from './indicator-reader.js';

/** Points at which a long range is looked at to find out which series it has. */
const mostLooks = 60;

/**
 * What a PromQL expression comes to. A minute's value is that at the minute's end, since expressions look back. The series of a long range are
 * found by looking at sixty points, so that one that lived for a short time may be missed.
 */
export function createExpressionReader(
  source: Pick<MetricSource, 'queryExpression'>,
  expression: string,
): IndicatorReader {
  return {
    async list(range, options) {
      const { samples } = await source.queryExpression(expression, ...looks(range), options);
      return samples.map(({ series }) => series);
    },
    atPoints: (range, stepMs, options) => source.queryExpression(expression, range, stepMs, options),
    async minutes(range, options) {
      const ends = minuteEnds(range);
      if (ends === undefined) return wholeAnswer([]);
      const answer = await source.queryExpression(expression, ends, minuteMs, options);
      return { ...answer, samples: answer.samples.map(atMinuteStart) };
    },
  };
}

/** Points whole minutes apart and up to the range's end, and how far apart. */
function looks({ startMs, endMs }: TimeRange): [TimeRange, number] {
  const stepMs = Math.max(1, Math.ceil((endMs - startMs) / mostLooks / minuteMs)) * minuteMs;
  const count = Math.floor((endMs - startMs) / stepMs);
  return [{ startMs: endMs - count * stepMs, endMs }, stepMs];
}

/** The ends of the minutes that lie within the range; undefined where there is none. */
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
