import type { Unavailable } from '@forewarn/analysis';
import type { SeriesSelector } from '@forewarn/core';
import type { Maintenance } from './windows/maintenance.js';
import type { ObjectiveWindow } from './windows/objective-window.js';

/** The closed interval that an indicator must stay in, in the unit of the series. At least one end is given. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** An objective without bounds of its own: of a ratio, whose newest minute is violated where it misses the target, and whose events are counted. */
export const boundsOfRatio = (target: number): Pick<Objective, 'bounds' | 'budgetingMethod'> => ({
  bounds: { min: target },
  budgetingMethod: 'occurrences',
});

/** Bounds on an indicator, and how much of the time they must hold. */
export interface Objective {
  /** Unique within its SLA. */
  readonly name: string;
  /** The indicator: the series that must keep the bounds, each by itself. */
  readonly indicator: SeriesSelector;
  readonly bounds: Bounds;
  /** Share of the window's minutes in which the bounds must hold, 0 to 1. */
  readonly target: number;
  readonly window: ObjectiveWindow;
  /** Events that the window must have for a verdict, where the indicator is a ratio. */
  readonly minEvents?: number;
  /** Events that a minute must have to be violated, where the indicator is a ratio. */
  readonly minEventsPerMinute?: number;
  /**
   * What compliance and budget count: minutes in which the bounds hold, or the events of a ratio. The bounds of the latter say that a minute's
   * ratio meets the target. Default `timeslices`.
   */
  readonly budgetingMethod?: 'timeslices' | 'occurrences';
  /** Why it cannot be judged, where what is stored of it cannot be read; its indicator then has the stored text for a metric. */
  readonly unreadable?: Unavailable;
}

/** A named set of objectives, at least one. */
export interface Sla {
  /** Lower-case letters, digits and hyphens; at most 63 characters. */
  readonly name: string;
  readonly description: string;
  readonly objectives: readonly Objective[];
  /** Default: none. */
  readonly maintenance?: readonly Maintenance[];
}
