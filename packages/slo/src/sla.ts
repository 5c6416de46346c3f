import type { Unavailable } from '@forewarn/analysis';
import type { SeriesSelector } from '@forewarn/core';

/** The closed interval that an indicator must stay in, in the unit of the series. At least one end is given. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** Bounds on an indicator, and how much of the time they must hold. */
export interface Objective {
  /** Unique within its SLA. */
  readonly name: string;
  /** The indicator: the series that must keep the bounds, each by itself. */
  readonly indicator: SeriesSelector;
  readonly bounds: Bounds;
  /** Share of the window's minutes in which the bounds must hold, 0 to 1. */
  readonly target: number;
  readonly windowMs: number;
  /** Why it cannot be judged, where what is stored of it cannot be read; its indicator then has the stored text for a metric. */
  readonly unreadable?: Unavailable;
}

/** A named set of objectives, at least one. */
export interface Sla {
  /** Lower-case letters, digits and hyphens; at most 63 characters. */
  readonly name: string;
  readonly description: string;
  readonly objectives: readonly Objective[];
}
