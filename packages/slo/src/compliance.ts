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
  /** Share of the minutes with data in which the bounds held, 0 to 1; null without data. */
  readonly compliance: number | null;
  /** Share of the window's minutes that have data, 0 to 1. */
  readonly coverage: number;
  /** Minutes violated × 60 s. */
  readonly timeInViolationMs: number;
  /** Compliance ≥ target; null without data. */
  readonly targetMet: boolean | null;
  readonly errorBudget: ErrorBudget;
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
 * Compliance over the `minutes` whole minutes before `endMs`.
 *
 * @param samples  one-minute samples; those outside the window do not count
 * @param endMs    end of the window, a multiple of a minute, epoch milliseconds
 */
export function complianceOf(
  samples: MinuteSamples,
  { bounds, target, windowMs }: Pick<Objective, 'bounds' | 'target' | 'windowMs'>,
  endMs: number,
): Compliance {
  const minutes = Math.max(1, Math.floor(windowMs / minuteMs));
  const known = minutesWithin(samples, endMs - minutes * minuteMs, endMs).values;
  let minutesViolated = 0;
  for (const value of known) if (violatedBound(value, bounds)) minutesViolated += 1;
  const minutesWithData = known.length;
  const compliance = minutesWithData === 0 ? null : (minutesWithData - minutesViolated) / minutesWithData;
  return {
    minutes,
    minutesWithData,
    minutesViolated,
    compliance,
    coverage: minutesWithData / minutes,
    timeInViolationMs: minutesViolated * minuteMs,
    targetMet: compliance === null ? null : compliance >= target,
    errorBudget: errorBudgetOf(minutesWithData, minutesViolated, target),
  };
}

function errorBudgetOf(minutesWithData: number, minutesViolated: number, target: number): ErrorBudget {
  // Whole milliseconds: 0.1 × 10 minutes is exactly one minute, which 1 − 0.9 in floating point is not.
  const allowedMs = Math.round((1 - target) * minutesWithData * minuteMs);
  const remainingMs = allowedMs - minutesViolated * minuteMs;
  return { allowedMs, remainingMs, remaining: allowedMs > 0 ? remainingMs / allowedMs : null };
}
