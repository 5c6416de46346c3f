import type { CallOptions, RangeAnswer, Series, TimeRange } from '@forewarn/core';

/** What an indicator comes to, as a metric source has it; its series have no name of the indicator yet. */
export interface IndicatorReader {
  /** The series that have a value in the range. */
  list(range: TimeRange, options: CallOptions): Promise<readonly Series[]>;
  /** The values at the start of the range and each step behind it. */
  atPoints(range: TimeRange, stepMs: number, options: CallOptions): Promise<RangeAnswer>;
  /** One value for each whole minute of the range, both of whose ends are included, labelled with the minute's start. */
  minutes(range: TimeRange, options: CallOptions): Promise<RangeAnswer>;
}
