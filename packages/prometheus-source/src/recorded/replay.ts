import type { Samples, TimeRange } from '@forewarn/core';
import type { RecordedSeries } from './recording.js';
import {
  firstTick,
  lastTickAt,
  type ReplayTimeline,
  sampleIndexOfTick,
  ticksWithin,
  timeOfTick,
} from './replay-timeline.js';

/**
 * How long a sample stands for the present, as in a range query of Prometheus with its default settings.
 *
 * @source https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness
 */
const lookbackMs = 5 * 60_000;

/**
 * The samples of one series as a scrape a minute would have left them, startMs ≤ time ≤ endMs.
 *
 * @param nowMs  what is later does not exist yet
 */
export function replayedSamples(
  { series, values }: RecordedSeries,
  timeline: ReplayTimeline,
  range: TimeRange,
  nowMs: number,
): Samples {
  const { first, last } = ticksWithin(timeline, range, nowMs);
  const length = Math.max(0, last - first + 1);
  return {
    series,
    timesMs: Float64Array.from({ length }, (_, i) => timeOfTick(timeline, first + i)),
    values: Float64Array.from({ length }, (_, i) => values[sampleIndexOfTick(timeline, first + i)]!),
  };
}

/**
 * The value of one series at each step: the newest sample of the five minutes before.
 *
 * @param nowMs  what is later does not exist yet
 */
export function replayedGrid(
  { series, values }: RecordedSeries,
  timeline: ReplayTimeline,
  { startMs, endMs }: TimeRange,
  stepMs: number,
  nowMs: number,
): Samples {
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  // A sample stands for the present from its own time to five minutes later: the steps outside are never visited.
  const firstMs = timeOfTick(timeline, firstTick(timeline));
  const newestMs = timeOfTick(timeline, lastTickAt(timeline, nowMs));
  const from = Math.max(0, Math.ceil((firstMs - startMs) / stepMs));
  const to = Math.min(count - 1, Math.ceil((newestMs + lookbackMs - startMs) / stepMs) - 1);
  const length = newestMs < firstMs ? 0 : Math.max(0, to - from + 1);
  const timesMs = Float64Array.from({ length }, (_, i) => startMs + (from + i) * stepMs);
  return {
    series,
    timesMs,
    values: timesMs.map((ms) => values[newestSample(timeline, Math.min(ms, newestMs))]!),
  };
}

const newestSample = (timeline: ReplayTimeline, ms: number): number =>
  sampleIndexOfTick(timeline, lastTickAt(timeline, ms));
