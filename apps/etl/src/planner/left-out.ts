import type { AnalysisProfile } from '@forewarn/analysis';
import { mostLeftOut } from '@forewarn/contracts';
import type { TimeRange } from '@forewarn/core';
import { type Maintenance, type MaintenanceCalendar, minuteMs } from '@forewarn/slo';

/** What finding out about maintenance needs. */
export interface LeftOutOptions {
  /** Over which windows series are analysed. */
  readonly profile: Pick<AnalysisProfile, 'windowMs' | 'stepMs'>;
  readonly calendar: MaintenanceCalendar;
}

/**
 * What of the windows that end at a time is maintenance, and so left out: cut to the window in whole minutes, so that nothing that lies
 * beyond changes a request.
 *
 * @param windowEndMs  the last point of the windows
 * @returns            a function of what is planned, where ranges are maintenance too: ascending, apart from each other, the newest of too many
 */
export function leftOutOf(
  windowEndMs: number,
  { profile: { windowMs, stepMs }, calendar }: LeftOutOptions,
): (planned: readonly Maintenance[]) => readonly TimeRange[] {
  // A counter's first rate reaches back to the point before the window; a point of the last minute may be maintenance that begins there.
  const window = {
    startMs: Math.floor((windowEndMs - windowMs - stepMs) / minuteMs) * minuteMs,
    endMs: (Math.floor(windowEndMs / minuteMs) + 1) * minuteMs,
  };
  return (planned) =>
    calendar
      .within(planned, window)
      .map(({ startMs, endMs }) => ({
        startMs: Math.max(startMs, window.startMs),
        endMs: Math.min(endMs, window.endMs),
      }))
      .slice(-mostLeftOut);
}
