import { minuteMs } from './minute-means.js';
import type { Bounds } from './sla.js';
import { distanceOutside, type Violation } from './violation.js';

/** A run of consecutive violating minutes: [start, end). */
export interface Episode {
  /** Start of the first minute, epoch milliseconds. */
  readonly startMs: number;
  /** End of the last minute, epoch milliseconds. */
  readonly endMs: number;
  readonly durationMs: number;
  /** The violation that is farthest outside; of equals the earliest. */
  readonly worst: Violation;
}

/**
 * Groups violations into episodes. A minute that holds ends a run, and so does a minute without data: what was not seen is
 * not claimed. A run that jumps from one bound to the other stays one episode.
 *
 * @param violations  oldest first, at most one a minute
 * @param bounds      those that were violated
 * @param earlier     those of the time before, the newest of which may go on
 * @returns           oldest first, the earlier ones included; the durations add up to the time in violation
 */
export function findEpisodes(
  violations: readonly Violation[],
  bounds: Bounds,
  earlier: readonly Episode[] = [],
): Episode[] {
  const episodes = [...earlier];
  for (const violation of violations) {
    const last = episodes.at(-1);
    if (last?.endMs === violation.timestampMs)
      episodes[episodes.length - 1] = extended(last, violation, bounds);
    else episodes.push(begun(violation));
  }
  return episodes;
}

const begun = (violation: Violation): Episode => ({
  startMs: violation.timestampMs,
  endMs: violation.timestampMs + minuteMs,
  durationMs: minuteMs,
  worst: violation,
});

function extended(episode: Episode, violation: Violation, bounds: Bounds): Episode {
  const isWorse = distanceOutside(violation.value, bounds) > distanceOutside(episode.worst.value, bounds);
  return {
    startMs: episode.startMs,
    endMs: violation.timestampMs + minuteMs,
    durationMs: episode.durationMs + minuteMs,
    worst: isWorse ? violation : episode.worst,
  };
}
