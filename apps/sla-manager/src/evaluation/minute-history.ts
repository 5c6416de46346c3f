import { isCounter } from '@forewarn/analysis';
import {
  alignDown,
  type CallOptions,
  type Clock,
  canonicalSeries,
  formatSelector,
  type MetricSource,
  type SeriesSelector,
  type TimeRange,
} from '@forewarn/core';
import { finishedMinutes, minuteMs, minutesWithin, SloError } from '@forewarn/slo';
import { LRUCache } from 'lru-cache';
import { readMinutes } from './read-minutes.js';
import { joinMinutes, type SeriesMinutes, sliceMinutes } from './series-minutes.js';

/** What the history reads and how much of it is kept. */
export interface MinuteHistoryOptions {
  readonly source: MetricSource;
  readonly clock: Clock;
  /** What is kept is kept for: of an indicator its expression too, which may be changed. Default: the selector alone. */
  readonly identify?: (selector: SeriesSelector, options: CallOptions) => Promise<string>;
  /** Most series that one selector may have. Default 500. */
  readonly mostSeries?: number;
  /** One-minute samples that are kept in memory, 16 bytes each. Default 4 million. */
  readonly mostSamples?: number;
}

/** One-minute samples of the series that a selector matches. */
export interface MinuteHistory {
  /**
   * The whole minutes in [startMs, endMs), in canonical order of the series. Of a range up to the present the running minute too, but
   * only where there is no other.
   *
   * @throws {ForewarnError} `too-many-series`, and what the source throws
   */
  read(selector: SeriesSelector, range: TimeRange, options?: CallOptions): Promise<readonly SeriesMinutes[]>;
  /**
   * As {@link read}, in parts that follow each other in time: one, or a day each where all of them would be more samples than are kept.
   *
   * @throws {ForewarnError} as {@link read}
   */
  readInParts(
    selector: SeriesSelector,
    range: TimeRange,
    options?: CallOptions,
  ): AsyncGenerator<readonly SeriesMinutes[]>;
}

/** What is kept of a selector: all minutes in [startMs, endMs). */
interface Kept {
  readonly startMs: number;
  readonly endMs: number;
  readonly series: readonly SeriesMinutes[];
  readonly readAtMs: number;
}

/** Samples arrive late by less than this, as by remote write; older minutes do not change any more. */
const settledAfterMs = 5 * minuteMs;

const dayMs = 86_400_000;

/** What is kept is read anew after this, in case older samples were backfilled. */
const longestKeptMs = 15 * minuteMs;

/**
 * Keeps the minutes that were read, so that a page that asks every ten seconds about the last twelve hours costs Prometheus the last
 * five minutes each time. The least recently used selectors are forgotten first.
 */
export function createMinuteHistory(options: MinuteHistoryOptions): MinuteHistory {
  const { source, clock, mostSeries = 500, mostSamples = 4_000_000 } = options;
  const { identify = async (selector: SeriesSelector) => formatSelector(selector) } = options;
  // Each counts as one sample more than it has, so that those without any are bounded as well.
  const keptBySelector = new LRUCache<string, Kept>({
    maxSize: mostSamples,
    sizeCalculation: ({ series }) => 1 + sampleCountOf(series),
  });

  /** Kept minutes that can be the beginning of the answer. */
  const usable = (identity: string, startMs: number, endMs: number): Kept | undefined => {
    const kept = keptBySelector.get(identity);
    if (!kept || clock() - kept.readAtMs > longestKeptMs) return undefined;
    return kept.startMs <= startMs && kept.endMs <= alignDown(endMs, minuteMs) ? kept : undefined;
  };

  /** @throws {ForewarnError} `too-many-series`, and what the source throws */
  const countSeries = async (
    selector: SeriesSelector,
    range: TimeRange,
    call: CallOptions,
  ): Promise<number> => {
    const { length } = await source.listSeries(selector, range, call);
    refuseTooMany(formatSelector(selector), length, mostSeries);
    return length;
  };

  const read: MinuteHistory['read'] = async (selector, range, callOptions = {}) => {
    const nowMs = clock();
    const startMs = Math.ceil(range.startMs / minuteMs) * minuteMs;
    // The end of a range in the past may lie inside a minute, whose mean would be of a part of it.
    const endMs = range.endMs >= nowMs ? nowMs : alignDown(range.endMs, minuteMs);
    if (endMs <= startMs) return [];
    const identity = await identify(selector, callOptions);
    const kept = usable(identity, startMs, endMs);
    if (!kept) await countSeries(selector, { startMs, endMs }, callOptions);
    const { minutes: fresh, isPartial } = await readMinutes(
      source,
      selector,
      { startMs: kept?.endMs ?? startMs, endMs },
      isCounter(selector.metric, await source.metricType(selector.metric, callOptions)),
      callOptions,
    );
    const all = joinMinutes(kept?.series ?? [], fresh);
    refuseTooMany(formatSelector(selector), all.length, mostSeries);
    // What is missing from a partial answer may come: it is asked for again.
    if (!isPartial && endMs > nowMs - settledAfterMs) {
      const settledMs = alignDown(nowMs - settledAfterMs, minuteMs);
      const keptStartMs = kept?.startMs ?? startMs;
      if (settledMs > keptStartMs) {
        const series = sliceMinutes(all, keptStartMs, settledMs);
        const readAtMs = kept?.readAtMs ?? nowMs;
        keptBySelector.set(identity, { startMs: keptStartMs, endMs: settledMs, series, readAtMs });
      }
    }
    return all
      .map(({ series, samples }) => ({
        series,
        samples: finishedMinutes(minutesWithin(samples, startMs, endMs), nowMs),
      }))
      .filter(({ samples }) => samples.values.length > 0)
      .sort((a, b) => (canonicalSeries(a.series) < canonicalSeries(b.series) ? -1 : 1));
  };

  return {
    read,
    async *readInParts(selector, range, callOptions = {}) {
      const minutes = (range.endMs - range.startMs) / minuteMs;
      const isLong = range.endMs - range.startMs > dayMs && minutes * mostSeries > mostSamples;
      const isMuch = isLong && minutes * (await countSeries(selector, range, callOptions)) > mostSamples;
      for (const part of isMuch ? daysOf(range) : [range]) yield await read(selector, part, callOptions);
    },
  };
}

/** Up to the end of each day of UTC, as whole minutes are. */
function* daysOf({ startMs, endMs }: TimeRange): Generator<TimeRange> {
  for (let fromMs = startMs; fromMs < endMs; ) {
    const toMs = Math.min(alignDown(fromMs, dayMs) + dayMs, endMs);
    yield { startMs: fromMs, endMs: toMs };
    fromMs = toMs;
  }
}

const sampleCountOf = (series: readonly SeriesMinutes[]): number =>
  series.reduce((sum, { samples }) => sum + samples.values.length, 0);

function refuseTooMany(selector: string, count: number, most: number): void {
  if (count <= most) return;
  throw new SloError(
    'too-many-series',
    `${selector} selects ${count} series, at most ${most} are evaluated: narrow it by labels`,
    { details: { selector, count, most } },
  );
}
