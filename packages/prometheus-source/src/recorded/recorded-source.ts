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
import { requireRange, requireStep } from '../query-arguments.js';
import type { RecordedSeries, Recording } from './recording.js';
import { replayedGrid, replayedSamples } from './replay.js';
import { replayTimeline, ticksWithin } from './replay-timeline.js';

/** What is replayed, and when. */
export interface RecordedSourceOptions {
  readonly recording: Recording;
  /** When the recording's last sample stands, epoch milliseconds; aligned down to the minute. The recording goes on from there in a loop. */
  readonly anchorMs: number;
  /** Samples later than its time do not exist yet. */
  readonly clock: Clock;
}

/**
 * The metric source on a recording, replayed at one sample a minute: as a Prometheus that scraped the recorded machine every
 * minute since the recording's length before `anchorMs`. A pure function of time: two processes with the same anchor agree.
 */
export function createRecordedSource({ recording, anchorMs, clock }: RecordedSourceOptions): MetricSource {
  const timeline = replayTimeline(anchorMs, recording.sampleCount);

  const replay = (
    selector: SeriesSelector,
    range: TimeRange,
    options: CallOptions | undefined,
    samplesOf: (recorded: RecordedSeries) => Samples,
  ): RangeAnswer => {
    requireNotCancelled(options);
    requireRange(range);
    const samples = matching(recording, selector).map(samplesOf);
    return wholeAnswer(samples.filter(({ timesMs }) => timesMs.length > 0));
  };

  return {
    listSeries: async (selector, range, options) => {
      requireNotCancelled(options);
      requireRange(range);
      const { first, last } = ticksWithin(timeline, range, clock());
      return last < first ? [] : matching(recording, selector).map(({ series }) => series);
    },
    queryRange: async (selector, range, stepMs, options) => {
      requireStep(stepMs);
      const nowMs = clock();
      return replay(selector, range, options, (recorded) =>
        replayedGrid(recorded, timeline, range, stepMs, nowMs),
      );
    },
    queryExpression: async (expression) => {
      throw new ForewarnError(
        'prometheus-rejected',
        'what is replayed is a recording of series, which evaluates no PromQL: start with --prometheus for expressions of your own',
        { details: { expression } },
      );
    },
    rawSamples: async (selector, range, options) => {
      const nowMs = clock();
      return replay(selector, range, options, (recorded) =>
        replayedSamples(recorded, timeline, range, nowMs),
      );
    },
    metricType: async (metric, options) => {
      requireNotCancelled(options);
      return recording.series.some(({ series }) => series.metric === metric) ? 'gauge' : 'unknown';
    },
    check: async (options) => requireNotCancelled(options),
  };
}

/** In canonical order, because the recording is. */
function matching({ series }: Recording, { metric, matchers }: SeriesSelector): readonly RecordedSeries[] {
  const matches = compileMatchers(matchers);
  return series.filter((one) => one.series.metric === metric && matches(one.series.labels));
}

function requireNotCancelled(options: CallOptions | undefined): void {
  if (options?.signal?.aborted)
    throw new ForewarnError('cancelled', 'the read of the recording was cancelled');
}
