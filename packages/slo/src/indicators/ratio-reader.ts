import {
  type CallOptions,
  expressionMetric,
  type MetricSource,
  type RangeAnswer,
  type Samples,
  type TimeRange,
} from '@forewarn/core';
import { minuteMs } from '../minute-means.js';
import { countEvents, counterLookBackMs, type EventCounts } from './event-counts.js';
import type { Ratio } from './indicator.js';
import type { IndicatorReader } from './indicator-reader.js';

/** Raw samples are fetched for so long at a time, and given up once counted. */
const chunkMs = 6 * 3_600_000;

/**
 * The share of good events, from the samples of the counters as they were scraped. Each minute weighs as many events as it has. Where there is
 * no counter of the counted events there are none of them: error counters often begin with the first error.
 */
export function createRatioReader(
  source: Pick<MetricSource, 'rawSamples' | 'listSeries'>,
  ratio: Ratio,
): IndicatorReader {
  /** @param range  [startMs, endMs), multiples of a minute */
  const read = async ({ startMs, endMs }: TimeRange, options: CallOptions) => {
    const counted = new Map<string, EventCounts>();
    const total = new Map<string, EventCounts>();
    const remarks: Pick<RangeAnswer, 'histograms' | 'warnings' | 'isPartial'>[] = [];
    for (let fromMs = startMs; fromMs < endMs; fromMs += chunkMs) {
      const range = { startMs: fromMs - counterLookBackMs, endMs: Math.min(fromMs + chunkMs, endMs) - 1 };
      const [events, all] = [
        await source.rawSamples(ratio.events, range, options),
        await source.rawSamples(ratio.total, range, options),
      ];
      addFrom(fromMs, counted, countEvents(events.samples, ratio.by));
      addFrom(fromMs, total, countEvents(all.samples, ratio.by));
      remarks.push(events, all);
    }
    return { counted, total, ...joined(remarks) };
  };

  return {
    async list(range, options) {
      const counters = await source.listSeries(ratio.total, range, options);
      const none = new Float64Array();
      const groups = countEvents(
        counters.map((series) => ({ series, timesMs: none, values: none })),
        ratio.by,
      );
      return [...groups.values()].map(({ labels }) => ({ metric: expressionMetric, labels }));
    },
    async atPoints({ startMs, endMs }, stepMs, options) {
      const widthMs = Math.max(1, Math.ceil(stepMs / minuteMs)) * minuteMs;
      const range = { startMs: down(startMs) - widthMs, endMs: down(endMs) };
      const { counted, total, ...remarks } = await read(range, options);
      const points = { startMs, endMs, stepMs };
      const samples = ratios(counted, total, ratio, (group) => overPoints(group, points, widthMs));
      return { samples, ...remarks };
    },
    async minutes({ startMs, endMs }, options) {
      const range = { startMs: Math.ceil(startMs / minuteMs) * minuteMs, endMs: down(endMs + 1) };
      const { counted, total, ...remarks } = await read(range, options);
      return { samples: ratios(counted, total, ratio, byTime), ...remarks };
    },
  };
}

const down = (timeMs: number): number => Math.floor(timeMs / minuteMs) * minuteMs;

/** Adds the minutes of a chunk, without those before it, which were looked back upon. */
function addFrom(
  fromMs: number,
  groups: Map<string, EventCounts>,
  chunk: ReadonlyMap<string, EventCounts>,
): void {
  for (const [key, { labels, byMinute }] of chunk) {
    const group = groups.get(key) ?? { labels, byMinute: new Map<number, number>() };
    groups.set(key, group);
    for (const [minute, count] of byMinute) if (minute >= fromMs) group.byMinute.set(minute, count);
  }
}

const joined = (remarks: readonly Pick<RangeAnswer, 'histograms' | 'warnings' | 'isPartial'>[]) => ({
  histograms: [],
  warnings: [...new Set(remarks.flatMap(({ warnings }) => warnings))],
  isPartial: remarks.some(({ isPartial }) => isPartial),
});

/** A number of events at each of some times. */
type Counts = ReadonlyMap<number, number>;

const byTime = ({ byMinute }: EventCounts): Counts => new Map([...byMinute].sort(([a], [b]) => a - b));

/** The events of the whole minutes before each point, as many minutes as the step has; a point is there where any of them is. */
function overPoints(
  { byMinute }: EventCounts,
  { startMs, endMs, stepMs }: TimeRange & { readonly stepMs: number },
  widthMs: number,
): Counts {
  const counts = new Map<number, number>();
  for (let pointMs = startMs; pointMs <= endMs; pointMs += stepMs) {
    for (let minute = down(pointMs) - widthMs; minute < down(pointMs); minute += minuteMs) {
      const count = byMinute.get(minute);
      if (count !== undefined) counts.set(pointMs, (counts.get(pointMs) ?? 0) + count);
    }
  }
  return counts;
}

/** The ratio of each group that has counters of all events, in canonical order. */
function ratios(
  counted: ReadonlyMap<string, EventCounts>,
  total: ReadonlyMap<string, EventCounts>,
  ratio: Ratio,
  countsOf: (group: EventCounts) => Counts,
): Samples[] {
  return [...total]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const some = counted.get(key);
      return ratioOf(group, some ? countsOf(some) : new Map(), countsOf(group), ratio);
    })
    .filter(({ timesMs }) => timesMs.length > 0);
}

function ratioOf(
  { labels }: EventCounts,
  counted: Counts,
  total: Counts,
  { counted: kind, idle }: Ratio,
): Samples {
  const times = [...total.keys()].filter((timeMs) => idle === 'good' || total.get(timeMs)! > 0);
  return {
    series: { metric: expressionMetric, labels },
    timesMs: Float64Array.from(times),
    values: Float64Array.from(times, (timeMs) => {
      const all = total.get(timeMs)!;
      if (all === 0) return 1;
      // Counters are not scraped at one instant, so some may be ahead of their total.
      const share = Math.min(1, (counted.get(timeMs) ?? 0) / all);
      return kind === 'good' ? share : 1 - share;
    }),
    weights: Float64Array.from(times, (timeMs) => total.get(timeMs)!),
  };
}
