import type { CallOptions, TimeRange } from '@forewarn/core';
import type { SeriesTally } from '../tallies/day-tally.js';

/** What is tallied of the days of a range. */
export interface TalliedDays {
  /** Begins of days that were tallied, though they may have had no series; ascending. */
  readonly days: readonly number[];
  readonly tallies: readonly SeriesTally[];
}

/** The days that were tallied. */
export interface TallyRepository {
  /**
   * @param key    what was tallied, as `tallyKey` makes it
   * @param range  days that begin in it
   */
  listTallies(key: string, range: TimeRange, options?: CallOptions): Promise<TalliedDays>;
  /** Keeps what a day came to, all at once. Again is the same; several processes may do so. */
  writeTallies(
    key: string,
    dayStartMs: number,
    all: readonly SeriesTally[],
    options?: CallOptions,
  ): Promise<void>;
  /** Deletes the days that began before a time, some at once. @returns  how many rows */
  pruneTallies(beforeMs: number, options?: CallOptions): Promise<number>;
}
