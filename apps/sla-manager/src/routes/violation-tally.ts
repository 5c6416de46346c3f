import { canonicalSeries, type Series, type TimeRange } from '@forewarn/core';
import {
  type Episode,
  findEpisodes,
  findViolations,
  type MinuteRule,
  type MinuteSamples,
  type Violation,
  withoutRanges,
} from '@forewarn/slo';
import type { SeriesMinutes } from '../evaluation/series-minutes.js';
import type { AnswerBudget } from './answer-budget.js';

/** The minutes in which a series was violated. */
export interface ViolationTally {
  readonly series: Series;
  readonly minutesWithData: number;
  readonly count: number;
  /** As many of the newest as are shown one by one, oldest first. */
  readonly newest: readonly Violation[];
  readonly episodes: readonly Episode[];
}

/** Violations of a series that are told one by one. */
const mostNewest = 5_000;

/**
 * Finds the violations of each series part by part, so that no more of its minutes stands in memory than a part.
 *
 * @param parts        minutes of all series, one part of the time after the other
 * @param rule         which minutes are violations
 * @param maintenance  whose minutes do not count: whole minutes, ascending, apart from each other
 * @param budget       what the answer may hold
 * @returns            in canonical order of the series
 * @throws             {HttpError} `answer-too-large`; what reading a part throws
 */
export async function tallyViolations(
  parts: AsyncIterable<readonly SeriesMinutes[]>,
  rule: MinuteRule,
  maintenance: readonly TimeRange[],
  budget: AnswerBudget,
): Promise<readonly ViolationTally[]> {
  const tallies = new Map<string, ViolationTally>();
  for await (const part of parts) {
    for (const minutes of part) {
      const key = canonicalSeries(minutes.series);
      const before = tallies.get(key) ?? nothingYet(minutes.series);
      const tally = continued(before, withoutRanges(minutes.samples, maintenance), rule);
      budget.spend({
        violation: tally.newest.length - before.newest.length,
        episode: tally.episodes.length - before.episodes.length,
      });
      tallies.set(key, tally);
    }
  }
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally);
}

const nothingYet = (series: Series): ViolationTally => ({
  series,
  minutesWithData: 0,
  count: 0,
  newest: [],
  episodes: [],
});

function continued(before: ViolationTally, samples: MinuteSamples, rule: MinuteRule): ViolationTally {
  const violations = findViolations(samples, rule);
  return {
    series: before.series,
    minutesWithData: before.minutesWithData + samples.values.length,
    count: before.count + violations.length,
    newest: [...before.newest, ...violations].slice(-mostNewest),
    episodes: findEpisodes(violations, rule.bounds, before.episodes),
  };
}
