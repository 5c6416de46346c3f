import { alignDown, type CallOptions, type Clock, canonicalSeries, type Series } from '@forewarn/core';
import {
  type DayTally,
  dayMs,
  type HistoryFilling,
  minuteMs,
  type Objective,
  type SeriesTally,
  type TallyRepository,
  windowSpan,
} from '@forewarn/slo';
import { LRUCache } from 'lru-cache';

/** What is tallied of one series of a window, oldest day first. */
interface TalliedSeries {
  readonly series: Series;
  readonly days: readonly DayTally[];
}

/** What was read of the store, by canonical series. */
interface Kept {
  readonly days: readonly number[];
  readonly bySeries: ReadonlyMap<string, TalliedSeries>;
  readonly tallyCount: number;
}

/** What is tallied of an objective's window. */
export interface TalliedHistory {
  /** By canonical series. */
  readonly bySeries: ReadonlyMap<string, TalliedSeries>;
  /** From when on its minutes are to be read. */
  readonly samplesFromMs: number;
  /** While days are missing. */
  readonly filling?: HistoryFilling;
}

/** Windows that are so long that their days are tallied. */
export interface LongWindows {
  /** @param key  what is tallied. @throws {ForewarnError} of the store */
  of(key: string, objective: Objective, nowMs: number, options: CallOptions): Promise<TalliedHistory>;
  /** Begins of the days that a window needs and that are not tallied, the newest first. @throws {ForewarnError} of the store */
  missingDays(
    key: string,
    objective: Objective,
    nowMs: number,
    options: CallOptions,
  ): Promise<readonly number[]>;
  /** More was tallied. */
  forget(key: string): void;
}

/** A day is over when samples that come late have come. */
const settledAfterMs = 15 * minuteMs;

/** What other processes tally is seen after this. */
const keptMs = 5 * minuteMs;

/** Tallies that are kept in memory, a kilobyte each. */
const mostTallies = 100_000;

/** Reads what is tallied, and keeps it: it changes once a day. */
export function createLongWindows(
  store: Pick<TallyRepository, 'listTallies'>,
  clock: Clock,
  most = mostTallies,
): LongWindows {
  const kept = new LRUCache<string, Kept>({
    maxSize: most,
    sizeCalculation: ({ tallyCount }) => 1 + tallyCount,
    ttl: keptMs,
    ttlResolution: 0,
    perf: { now: clock },
  });

  const read = async (
    key: string,
    range: { startMs: number; endMs: number },
    options: CallOptions,
  ): Promise<Kept> => {
    const name = `${key} ${range.startMs} ${range.endMs}`;
    const known = kept.get(name);
    if (known) return known;
    const { days, tallies } = await store.listTallies(key, range, options);
    const found = { days, bySeries: groupedBySeries(tallies), tallyCount: tallies.length };
    kept.set(name, found);
    return found;
  };

  return {
    async of(key, { window }, nowMs, options) {
      const { range, span } = neededDays(window, nowMs);
      const { days, bySeries } = await read(key, range, options);
      const needed = (range.endMs - range.startMs) / dayMs;
      // The newest day may not be tallied yet; of older ones that are missing nothing is known until they are.
      const newestEndMs = days.length === 0 ? range.endMs - dayMs : days.at(-1)! + dayMs;
      return {
        bySeries,
        samplesFromMs: Math.max(span.startMs, newestEndMs, range.endMs - dayMs),
        ...(days.length < needed && { filling: { filledDays: days.length, days: needed } }),
      };
    },
    async missingDays(key, { window }, nowMs, options) {
      const { range } = neededDays(window, nowMs);
      const { days } = await read(key, range, options);
      const known = new Set(days);
      const missing: number[] = [];
      for (let startMs = range.endMs - dayMs; startMs >= range.startMs; startMs -= dayMs)
        if (!known.has(startMs)) missing.push(startMs);
      return missing;
    },
    forget(key) {
      for (const name of kept.keys()) if (name.startsWith(`${key} `)) kept.delete(name);
    },
  };
}

function groupedBySeries(tallies: readonly SeriesTally[]): ReadonlyMap<string, TalliedSeries> {
  const bySeries = new Map<string, { series: Series; days: DayTally[] }>();
  for (const { series, tally } of tallies) {
    const name = canonicalSeries(series);
    const known = bySeries.get(name) ?? { series, days: [] };
    bySeries.set(name, known);
    known.days.push(tally);
  }
  return bySeries;
}

/** The days of UTC that a window has a part of, and that are over. */
function neededDays(window: Objective['window'], nowMs: number) {
  const span = windowSpan(window, alignDown(nowMs, minuteMs));
  const startMs = alignDown(span.startMs, dayMs);
  const endMs = Math.max(startMs, alignDown(nowMs - settledAfterMs, dayMs));
  return { span, range: { startMs, endMs } };
}
