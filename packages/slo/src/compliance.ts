import type { TimeRange } from '@forewarn/core';
import { type MinuteSamples, minuteMs, minutesWithin } from './minute-means.js';
import type { Objective } from './sla.js';
import { type DayTally, endOfDays, sumOfDays } from './tallies/day-tally.js';
import { badEventsOf, type EventTally } from './tallies/event-tally.js';
import { boundOfMinute, type MinuteRule } from './violation.js';
import { withoutRanges } from './windows/maintenance.js';
import { minutesHeld, minutesIn, windowSpan } from './windows/objective-window.js';

/** How well an objective held over its window, and how much of the window is known. */
export interface Compliance {
  /** Minutes of the window that are over, without those of maintenance. */
  readonly minutes: number;
  /** Minutes of the window that are over and were maintenance; absent where there were none. */
  readonly minutesInMaintenance?: number;
  /** Minutes that have a sample. */
  readonly minutesWithData: number;
  /** Minutes whose sample is outside the bounds, of a ratio those alone that have as many events as they must. */
  readonly minutesViolated: number;
  /** Share of the minutes with data in which the bounds held, or of the events that were good, 0 to 1; null without data. */
  readonly compliance: number | null;
  /** Share of the window's minutes that have data, 0 to 1. */
  readonly coverage: number;
  /** Minutes violated × 60 s. */
  readonly timeInViolationMs: number;
  /** Compliance ≥ target; null without data, and with fewer events than the window must have. */
  readonly targetMet: boolean | null;
  readonly errorBudget: ErrorBudget;
  /** Of a ratio whose events are counted. */
  readonly events?: EventTally;
}

/**
 * The time that may be in violation while the target is met: (1 − target) of the minutes with data, so that it is
 * overspent exactly when the target is missed, however much of the window is known. Of a period of the calendar the minutes to come count
 * too, but for planned maintenance: it is overspent exactly when the target cannot be met any more.
 */
export interface ErrorBudget {
  readonly allowedMs: number;
  /** Allowed minus spent; negative when overspent. */
  readonly remainingMs: number;
  /** Remaining share of what is allowed, ≤ 1; null where nothing is allowed (target 1, or no data). */
  readonly remaining: number | null;
}

/**
 * Compliance over the whole minutes of a window: of the minutes, or of the events where those are counted. Without any event a window whose
 * minutes are known is met: nothing in it was bad.
 *
 * @param samples      one-minute samples; those outside the window and of maintenance do not count
 * @param endMs        behind the newest whole minute, a multiple of a minute, epoch milliseconds
 * @param maintenance  of the window and of what is to come of it: whole minutes, ascending, apart from each other
 * @param earlier      days of the window that were tallied, each once; samples count behind them
 */
export function complianceOf(
  samples: MinuteSamples,
  objective: Omit<Objective, 'name' | 'indicator'>,
  endMs: number,
  maintenance: readonly TimeRange[] = [],
  earlier: readonly DayTally[] = [],
): Compliance {
  const { target, window, budgetingMethod, minEvents = 0 } = objective;
  const span = windowSpan(window, endMs);
  const minutesInMaintenance = minutesHeld(maintenance, span);
  const minutes = minutesIn(span) - minutesInMaintenance;
  const fromMs = Math.max(span.startMs, endOfDays(earlier));
  const known = withoutRanges(minutesWithin(samples, fromMs, endMs), maintenance);
  const tallied = sumOfDays(earlier, span, maintenance);
  const minutesViolated = countViolations(known, objective) + tallied.minutesViolated;
  const minutesWithData = known.values.length + tallied.minutesWithData;
  const counted =
    known.weights || tallied.events ? bothEvents(tallyEvents(known), tallied.events) : undefined;
  // Samples of an indicator that is no ratio any more have no weights: their minutes count, lest all of them be good.
  const hasEvents = budgetingMethod === 'occurrences' && (counted || minutesWithData === 0);
  const events = hasEvents ? (counted ?? noEvents) : undefined;
  const badMinutes = events ? (1 - goodShareOf(events)) * minutesWithData : minutesViolated;
  const share = events ? goodShareOf(events) : (minutesWithData - minutesViolated) / minutesWithData;
  const compliance = minutesWithData === 0 ? null : share;
  const isEnough = minEvents === 0 || !counted || counted.total >= minEvents;
  const toCome = { startMs: endMs, endMs: span.untilMs };
  const minutesToCome = minutesIn(toCome) - minutesHeld(maintenance, toCome);
  return {
    minutes,
    ...(minutesInMaintenance > 0 && { minutesInMaintenance }),
    minutesWithData,
    minutesViolated,
    compliance,
    coverage: minutes === 0 ? 0 : minutesWithData / minutes,
    timeInViolationMs: minutesViolated * minuteMs,
    targetMet: compliance === null || !isEnough ? null : compliance >= target,
    errorBudget: errorBudgetOf(minutesWithData + minutesToCome, badMinutes, target),
    ...(events && { events }),
  };
}

function countViolations(samples: MinuteSamples, rule: MinuteRule): number {
  let count = 0;
  for (let at = 0; at < samples.values.length; at += 1) if (boundOfMinute(samples, at, rule)) count += 1;
  return count;
}

const noEvents: EventTally = { total: 0, bad: 0 };

const bothEvents = (a: EventTally, b: EventTally = noEvents): EventTally => ({
  total: a.total + b.total,
  bad: a.bad + b.bad,
});

function tallyEvents({ values, weights }: MinuteSamples): EventTally {
  let [total, bad] = [0, 0];
  for (const [at, value] of values.entries()) {
    const weight = weights?.[at] ?? 0;
    total += weight;
    bad += badEventsOf(value, weight);
  }
  return { total, bad };
}

const goodShareOf = ({ total, bad }: EventTally): number => (total === 0 ? 1 : (total - bad) / total);

/**
 * @param countedMinutes  with data, and to come
 * @param badMinutes      minutes in violation, or as large a share of the minutes with data as that of the bad events
 */
function errorBudgetOf(countedMinutes: number, badMinutes: number, target: number): ErrorBudget {
  // Whole milliseconds: 0.1 × 10 minutes is exactly one minute, which 1 − 0.9 in floating point is not.
  const allowedMs = Math.round((1 - target) * countedMinutes * minuteMs);
  const remainingMs = allowedMs - Math.round(badMinutes * minuteMs);
  return { allowedMs, remainingMs, remaining: allowedMs > 0 ? remainingMs / allowedMs : null };
}
