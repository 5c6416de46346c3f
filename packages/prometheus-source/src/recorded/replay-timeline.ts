import { alignDown, type TimeRange } from '@forewarn/core';

/** Distance of replayed samples: 51 minutes of recording become more than a day, long enough for a window of 24 hours. */
export const replayStepMs = 60_000;

/** Where in time the samples of a recording stand when it is replayed. */
export interface ReplayTimeline {
  /** When the last sample of the first pass stands; a multiple of {@link replayStepMs}. */
  readonly anchorMs: number;
  /** Samples in one pass, ≥ 1. */
  readonly sampleCount: number;
}

/** A run of replayed samples: ticks count steps from the anchor, which is tick 0; earlier ones are negative. */
export interface TickRange {
  readonly first: number;
  /** Before `first` when there is none. */
  readonly last: number;
}

/**
 * The timeline of a recording of `sampleCount` samples whose first pass ends at `anchorMs`, aligned down to the minute.
 * History begins with that pass; after it the recording goes on from its first sample, for ever.
 */
export const replayTimeline = (anchorMs: number, sampleCount: number): ReplayTimeline => ({
  anchorMs: alignDown(anchorMs, replayStepMs),
  sampleCount,
});

/** Epoch milliseconds of a tick. */
export const timeOfTick = ({ anchorMs }: ReplayTimeline, tick: number): number =>
  anchorMs + tick * replayStepMs;

/** Which sample of the recording stands at a tick that exists: 0 to `sampleCount` − 1. */
export const sampleIndexOfTick = ({ sampleCount }: ReplayTimeline, tick: number): number =>
  (((sampleCount - 1 + tick) % sampleCount) + sampleCount) % sampleCount;

/** The last tick at or before a time; it may lie before the first pass. */
export const lastTickAt = ({ anchorMs }: ReplayTimeline, ms: number): number =>
  Math.floor((ms - anchorMs) / replayStepMs);

/** The first tick there is. */
export const firstTick = ({ sampleCount }: ReplayTimeline): number => 1 - sampleCount;

/**
 * The ticks that exist in a range of time.
 *
 * @param nowMs  what is later does not exist yet
 */
export function ticksWithin(
  timeline: ReplayTimeline,
  { startMs, endMs }: TimeRange,
  nowMs: number,
): TickRange {
  const atOrAfterStart = Math.ceil((startMs - timeline.anchorMs) / replayStepMs);
  return {
    first: Math.max(firstTick(timeline), atOrAfterStart),
    last: lastTickAt(timeline, Math.min(endMs, nowMs)),
  };
}
