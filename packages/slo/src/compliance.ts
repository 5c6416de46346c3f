import { type MinuteSamples, minuteMs, minutesWithin } from './minute-means.js';
import type { Objective } from './sla.js';
import { violatedBound } from './violation.js';

/** How well an objective held over its window, and how much of the window is known. */
export interface Compliance {
  /** Minutes of the window. */
  readonly minutes: number;
  /** Minutes that have a sample. */
  readonly minutesWithData: number;
  /** Minutes whose sample is outside the bounds. */
  readonly minutesViolated: number;
  /** Share of the minutes with data in which the bounds held, or of the events that were good, 0 to 1; null without data. */
  readonly compliance: number | null;
  /** Share of the window's minutes that have data, 0 to 1. */
  readonly coverage: number;
  /** Minutes violated × 60 s. */
  readonly timeInViolationMs: number;
  /** Compliance ≥ target; null without data. */
  readonly targetMet: boolean | null;
  readonly errorBudget: ErrorBudget;
  /** Of a ratio whose events are counted. */
  readonly events?: EventTally;
}

/** Events of a window. */
export interface EventTally {
  readonly total: number;
  readonly bad: number;
}

/**
 * The time that may be in violation while the target is met: (1 − target) of the minutes with data, so that it is
 * overspent exactly when the target is missed, however much of the window is known.
 */
export interface ErrorBudget {
  readonly allowedMs: number;
  /** Allowed minus spent; negative when overspent. */
  readonly remainingMs: number;
  /** Remaining share of what is allowed, ≤ 1; null where nothing is allowed (target 1, or no data). */
  readonly remaining: number | null;
}

/**
 * Compliance over the `minutes` whole minutes before `endMs`: of the minutes, or of the events where those are counted. Without any event a
 * window whose minutes are known is met: nothing in it was bad.
 *
 * @param samples  one-minute samples; those outside the window do not count
 * @param endMs    end of the window, a multiple of a minute, epoch milliseconds
 */
export function complianceOf(
  samples: MinuteSamples,
  objective: Pick<Objective, 'bounds' | 'target' | 'windowMs' | 'budgetingMethod'>,
  endMs: number,
): Compliance {
  const { bounds, target, windowMs, budgetingMethod } = objective;
  const minutes = Math.max(1, Math.floor(windowMs / minuteMs));
  const known = minutesWithin(samples, endMs - minutes * minuteMs, endMs);
  let minutesViolated = 0;
  for (const value of known.values) if (violatedBound(value, bounds)) minutesViolated += 1;
  const minutesWithData = known.values.length;
  // Samples of an indicator that is no ratio any more have no weights: their minutes count, lest all of them be good.
  const hasEvents = budgetingMethod === 'occurrences' && (known.weights || minutesWithData === 0);
  const events = hasEvents ? tallyEvents(known) : undefined;
  const badMinutes = events ? (1 - goodShareOf(events)) * minutesWithData : minutesViolated;
  const share = events ? goodShareOf(events) : (minutesWithData - minutesViolated) / minutesWithData;
  const compliance = minutesWithData === 0 ? null : share;
  return {
    minutes,
    minutesWithData,
    minutesViolated,
    compliance,
    coverage: minutesWithData / minutes,
    timeInViolationMs: minutesViolated * minuteMs,
    targetMet: compliance === null ? null : compliance >= target,
    errorBudget: errorBudgetOf(minutesWithData, badMinutes, target),
    ...(events && { events }),
  };
}

/** Good events are rounded to a millionth, so that whole ones stay whole: a share times its total is not the part that it was made of. */
function tallyEvents({ values, weights }: MinuteSamples): EventTally {
  let total = 0;
  let good = 0;
  for (const [at, value] of values.entries()) {
    const weight = weights?.[at] ?? 0;
    total += weight;
    good += Math.round(value * weight * 1e6) / 1e6;
  }
  return { total, bad: total - good };
}

const goodShareOf = ({ total, bad }: EventTally): number => (total === 0 ? 1 : (total - bad) / total);

/** @param badMinutes  minutes in violation, or as large a share of the minutes as that of the bad events */
function errorBudgetOf(minutesWithData: number, badMinutes: number, target: number): ErrorBudget {
  // Whole milliseconds: 0.1 × 10 minutes is exactly one minute, which 1 − 0.9 in floating point is not.
  const allowedMs = Math.round((1 - target) * minutesWithData * minuteMs);
  const remainingMs = allowedMs - Math.round(badMinutes * minuteMs);
  return { allowedMs, remainingMs, remaining: allowedMs > 0 ? remainingMs / allowedMs : null };
}
