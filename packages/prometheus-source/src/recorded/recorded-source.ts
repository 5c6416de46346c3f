import {
  type CallOptions,
  type Clock,
  compileMatchers,
  ForewarnError,
  type MetricSource,
  type RangeAnswer,
  type Samples,
  type SeriesSelector,
  type TimeRange,
  wholeAnswer,
} from '@forewarn/core';
import { inCanonicalOrder } from '../canonical-order.js';
import { requireRange, requireStep } from '../query-arguments.js';
import type { RecordedExpression, RecordedSeries, Recording } from './recording.js';
import { replayedGrid, replayedSamples } from './replay.js';
import { type ReplayTimeline, replayStepMs, replayTimeline, ticksWithin } from './replay-timeline.js';

/** What is replayed, and when. */
export interface RecordedSourceOptions {
  /** Each goes on in a loop of its own. No two have a series or an expression in common. */
  readonly recordings: readonly Recording[];
  /** When each recording's last sample stands, epoch milliseconds; aligned down to the minute. The recording goes on from there in a loop. */
  readonly anchorMs: number;
  /** Samples later than its time do not exist yet. */
  readonly clock: Clock;
}

/** A series of a recording with the times of its samples. */
interface Replayed {
  readonly recorded: RecordedSeries;
  readonly timeline: ReplayTimeline;
}

/**
 * The metric source on recordings, replayed at one sample a minute: as a Prometheus that scraped what was recorded every
 * minute since the recording's length before `anchorMs`. Counters rise as much faster as their samples are farther apart than they were, so that
 * their rates are those of the recording. Expressions are answered where the answer was recorded. A pure function of time: two processes with
 * the same anchor agree.
 */
export function createRecordedSource({ recordings, anchorMs, clock }: RecordedSourceOptions): MetricSource {
  const all = recordings.map((recording) => {
    const timeline = replayTimeline(anchorMs, recording.sampleCount);
    const replayed = (recorded: RecordedSeries): Replayed => ({ recorded, timeline });
    return {
      series: recording.series.map((one) => replayed(atPaceOfReplay(one, recording.stepMs))),
      expressions: recording.expressions.map(({ expression, series }) => ({
        expression,
        series: series.map(replayed),
      })),
    };
  });
  const series = inCanonicalOrder(
    all.flatMap((one) => one.series),
    ({ recorded }) => recorded.series,
  );
  const expressions = new Map(
    all.flatMap((one) => one.expressions.map((each) => [plain(each.expression), each.series])),
  );

  const matching = ({ metric, matchers }: SeriesSelector): readonly Replayed[] => {
    const matches = compileMatchers(matchers);
    return series.filter(
      ({ recorded }) => recorded.series.metric === metric && matches(recorded.series.labels),
    );
  };

  const replay = (
    chosen: readonly Replayed[],
    range: TimeRange,
    options: CallOptions | undefined,
    samplesOf: (one: Replayed) => Samples,
  ): RangeAnswer => {
    requireNotCancelled(options);
    requireRange(range);
    return wholeAnswer(chosen.map(samplesOf).filter(({ timesMs }) => timesMs.length > 0));
  };

  const onGrid = (
    chosen: readonly Replayed[],
    range: TimeRange,
    stepMs: number,
    options: CallOptions | undefined,
  ): RangeAnswer => {
    requireStep(stepMs);
    const nowMs = clock();
    return replay(chosen, range, options, ({ recorded, timeline }) =>
      replayedGrid(recorded, timeline, range, stepMs, nowMs),
    );
  };

  return {
    listSeries: async (selector, range, options) => {
      requireNotCancelled(options);
      requireRange(range);
      const nowMs = clock();
      return matching(selector)
        .filter(({ timeline }) => {
          const { first, last } = ticksWithin(timeline, range, nowMs);
          return first <= last;
        })
        .map(({ recorded }) => recorded.series);
    },
    queryRange: async (selector, range, stepMs, options) =>
      onGrid(matching(selector), range, stepMs, options),
    queryExpression: async (expression, range, stepMs, options) => {
      const known = expressions.get(plain(expression));
      if (known === undefined) throw notRecorded(expression, all);
      return onGrid(known, range, stepMs, options);
    },
    rawSamples: async (selector, range, options) => {
      const nowMs = clock();
      return replay(matching(selector), range, options, ({ recorded, timeline }) =>
        replayedSamples(recorded, timeline, range, nowMs),
      );
    },
    metricType: async (metric, options) => {
      requireNotCancelled(options);
      if (!series.some(({ recorded }) => recorded.series.metric === metric)) return 'unknown';
      return isCounter(metric) ? 'counter' : 'gauge';
    },
    check: async (options) => requireNotCancelled(options),
  };
}

/** By the ending that counters have. @source https://prometheus.io/docs/practices/naming/#metric-names */
const isCounter = (metric: string): boolean => metric.endsWith('_total');

/** A counter begins at zero, so that the loop's first sample tells of no events that nobody recorded. */
function atPaceOfReplay({ series, values }: RecordedSeries, stepMs: number): RecordedSeries {
  if (!isCounter(series.metric)) return { series, values };
  const pace = replayStepMs / stepMs;
  const first = values[0] ?? 0;
  return { series, values: values.map((value) => (value - first) * pace) };
}

/** White space tells expressions apart in strings alone, which recorded ones do not have. */
const plain = (expression: string): string => expression.replace(/\s+/g, '');

function notRecorded(
  expression: string,
  all: readonly { readonly expressions: readonly Pick<RecordedExpression, 'expression'>[] }[],
): ForewarnError {
  const known = all.flatMap(({ expressions }) => expressions.map((one) => one.expression));
  const hint = known.length === 0 ? '' : `; recorded are the answers to ${known.join(' and ')}`;
  return new ForewarnError(
    'prometheus-rejected',
    `what is replayed is a recording, which evaluates no PromQL: start with --prometheus for expressions of your own${hint}`,
    { details: { expression } },
  );
}

function requireNotCancelled(options: CallOptions | undefined): void {
  if (options?.signal?.aborted)
    throw new ForewarnError('cancelled', 'the read of the recording was cancelled');
}
