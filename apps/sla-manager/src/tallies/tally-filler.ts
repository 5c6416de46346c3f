import { isCounter } from '@forewarn/analysis';
import {
  type CallOptions,
  type Clock,
  ForewarnError,
  formatSelector,
  type Logger,
  type MetricSource,
  pause,
  type SeriesSelector,
  type TimeRange,
  toRfc3339,
} from '@forewarn/core';
import {
  dayMs,
  isLongWindow,
  minuteMs,
  type Objective,
  type Sla,
  type SlaRepository,
  SloError,
  type TallyRepository,
  tallyDay,
  tallyKey,
} from '@forewarn/slo';
import { type BackgroundTask, createBackgroundTask } from '../background-task.js';
import { readMinutes } from '../evaluation/read-minutes.js';
import type { SeriesMinutes } from '../evaluation/series-minutes.js';
import type { LongWindows } from './long-windows.js';

/** What filling needs. */
export interface TallyFillerOptions {
  readonly store: Pick<SlaRepository & TallyRepository, 'listSlas' | 'writeTallies' | 'pruneTallies'>;
  /** With the indicators that objectives are about. */
  readonly source: MetricSource;
  readonly windows: LongWindows;
  /** What a selector is about, its indicator's definition included. */
  readonly identify: (selector: SeriesSelector, options: CallOptions) => Promise<string>;
  readonly maintenance: (sla: Sla, range: TimeRange) => readonly TimeRange[];
  readonly mostSeries: number;
  /** Whether the days of an objective are for this process to tally. Default: all are. */
  readonly isOwn?: (name: { readonly sla: string; readonly objective: string }) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An objective whose day is to be tallied. */
interface Wanted {
  readonly key: string;
  readonly sla: Sla;
  readonly objective: Objective;
}

/** A day of an indicator, which several objectives may need. */
interface WantedDay {
  readonly startMs: number;
  readonly selector: SeriesSelector;
  readonly identity: string;
  readonly wanted: Wanted[];
}

const everyMs = minuteMs;

/** Days that are read in a round, and how long, so that filling a year takes Prometheus a little of each minute. */
const mostDays = 20;
const longestMs = 20_000;

/** Longer than any window reaches. */
const keptMs = 400 * dayMs;

/**
 * Reads the days that long windows need and that are not tallied yet, the newest first, and keeps what they come to: the history of a new objective once,
 * and from then on a day each day. What was tallied is kept in the store, so that a process that is ended goes on where it was. A day that
 * cannot be read is tried again in the next round, behind those of the other indicators.
 */
export const createTallyFiller = (options: TallyFillerOptions): BackgroundTask =>
  createBackgroundTask((signal) => fillTallies(options, signal));

async function fillTallies(options: TallyFillerOptions, signal: AbortSignal): Promise<void> {
  const {
    store,
    source,
    windows,
    identify,
    maintenance,
    mostSeries,
    isOwn = () => true,
    clock,
    logger,
  } = options;
  /** Indicators that could not be read in the round before. */
  let failing = new Set<string>();
  let prunedMs = Number.NEGATIVE_INFINITY;

  const wantedDays = async (): Promise<WantedDay[]> => {
    const nowMs = clock();
    const all = new Map<string, WantedDay>();
    for (const sla of await store.listSlas({ signal }))
      for (const objective of sla.objectives) {
        if (objective.unreadable || !isLongWindow(objective.window)) continue;
        if (!isOwn({ sla: sla.name, objective: objective.name })) continue;
        const selector = objective.indicator;
        const identity = await identified(selector);
        if (identity === undefined) continue;
        const key = tallyKey(identity, objective);
        for (const startMs of await windows.missingDays(key, objective, nowMs, { signal })) {
          const name = `${startMs} ${identity}`;
          const day = all.get(name) ?? { startMs, selector, identity, wanted: [] };
          all.set(name, day);
          if (!day.wanted.some((other) => other.key === key)) day.wanted.push({ key, sla, objective });
        }
      }
    const rank = ({ selector }: WantedDay) => (failing.has(formatSelector(selector)) ? 1 : 0);
    return [...all.values()].sort((a, b) => rank(a) - rank(b) || b.startMs - a.startMs);
  };

  /** An indicator that was deleted is told where its objective is judged. */
  const identified = (selector: SeriesSelector): Promise<string | undefined> =>
    identify(selector, { signal }).catch((thrown: unknown) => {
      const error = ForewarnError.from(thrown);
      if (error.retryable || signal.aborted) throw error;
      return undefined;
    });

  /** @throws {ForewarnError} of the source, `too-many-series`; `prometheus-unavailable` where what is missing from the answer may come */
  const readDay = async ({ startMs, selector }: WantedDay): Promise<readonly SeriesMinutes[]> => {
    const range = { startMs, endMs: startMs + dayMs };
    const { length } = await source.listSeries(selector, range, { signal });
    if (length > mostSeries) {
      throw new SloError(
        'too-many-series',
        `${formatSelector(selector)} selects ${length} series on ${toRfc3339(startMs)}, at most ${mostSeries} are evaluated: narrow it by labels`,
      );
    }
    const counter = isCounter(selector.metric, await source.metricType(selector.metric, { signal }));
    const { minutes, isPartial } = await readMinutes(source, selector, range, counter, { signal });
    if (isPartial)
      throw new ForewarnError('prometheus-unavailable', 'the source answers with a part of what it has');
    return minutes;
  };

  const fillDay = async (day: WantedDay): Promise<void> => {
    const minutes = await readDay(day);
    // An indicator that was replaced meanwhile may have answered with what it is now.
    if ((await identified(day.selector)) !== day.identity) return;
    const range = { startMs: day.startMs, endMs: day.startMs + dayMs };
    for (const { key, sla, objective } of day.wanted) {
      const planned = maintenance(sla, range);
      const tallies = minutes.map(({ series, samples }) => ({
        series,
        tally: tallyDay(samples, objective, day.startMs, planned),
      }));
      await store.writeTallies(key, day.startMs, tallies, { signal });
      windows.forget(key);
    }
  };

  const round = async (): Promise<void> => {
    const days = await wantedDays();
    const startedMs = performance.now();
    const failed = new Set<string>();
    let filled = 0;
    for (const day of days) {
      if (filled >= mostDays || performance.now() - startedMs > longestMs || signal.aborted) break;
      const selector = formatSelector(day.selector);
      if (failed.has(selector)) continue;
      try {
        await fillDay(day);
        filled += 1;
      } catch (thrown) {
        const error = ForewarnError.from(thrown);
        if (signal.aborted) return;
        failed.add(selector);
        if (!failing.has(selector))
          logger.warn(
            { selector, day: toRfc3339(day.startMs), error },
            'a day of a long window cannot be read; trying again each minute',
          );
      }
    }
    failing = failed;
    if (filled > 0) logger.info({ filled, left: days.length - filled }, 'tallied days of long windows');
  };

  const prune = async (): Promise<void> => {
    if (clock() - prunedMs < dayMs) return;
    await store.pruneTallies(clock() - keptMs, { signal });
    prunedMs = clock();
  };

  while (!signal.aborted) {
    try {
      await round();
      await prune();
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!signal.aborted) logger.warn({ error }, 'days cannot be tallied just now; trying again');
    }
    await pause(everyMs, signal);
  }
}
