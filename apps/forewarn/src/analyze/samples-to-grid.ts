import type { Grid } from '@forewarn/analysis';
import { formatDuration, type Samples, shownSeries } from '@forewarn/core';
import { RecordingError } from '@forewarn/prometheus-source';

const defaultStepMs = 60_000;
const mostPoints = 1_000_000;

/** How large a grid is. */
export interface GridShape {
  readonly stepMs: number;
  /** Points, ≥ 1. */
  readonly length: number;
}

/**
 * The regular grid that samples were taken on. The median distance of consecutive samples tells how many steps lie in each
 * distance, and all of them together how long a step is: gaps and jitter do not change it. Whole seconds are preferred where they
 * fit from the first sample to the last, since people scrape by them.
 *
 * @param samples  at least one, times strictly increasing
 * @throws         {ForewarnError} `invalid-input-file` when the samples span a million steps or more
 */
export function gridShape({ series, timesMs }: Samples): GridShape {
  const stepMs = timesMs.length < 2 ? defaultStepMs : stepOf(timesMs);
  const length = pointOf(timesMs.at(-1)! - timesMs[0]!, stepMs) + 1;
  if (length <= mostPoints) return { stepMs, length };
  throw new RecordingError(
    'invalid-input-file',
    `${shownSeries(series)} spans ${length} steps of ${formatDuration(stepMs)}, more than the ${mostPoints} that can be analysed at once: query a shorter range, or with a longer step`,
  );
}

/**
 * Puts samples on the regular grid that they were taken on; each goes to the nearest point, the later of two at one point wins.
 *
 * @param samples  at least one, times strictly increasing
 * @returns        NaN at points without a sample; the first point has one
 * @throws         {ForewarnError} as {@link gridShape}
 */
export function samplesToGrid(samples: Samples): Grid {
  const { timesMs, values } = samples;
  const { stepMs, length } = gridShape(samples);
  const startMs = timesMs[0]!;
  const grid = new Float64Array(length).fill(Number.NaN);
  for (let i = 0; i < timesMs.length; i += 1) grid[pointOf(timesMs[i]! - startMs, stepMs)] = values[i]!;
  return { startMs, stepMs, values: grid };
}

const pointOf = (sinceStartMs: number, stepMs: number): number => Math.round(sinceStartMs / stepMs);

function stepOf(timesMs: Float64Array): number {
  const distances = timesMs.subarray(1).map((timeMs, i) => timeMs - timesMs[i]!);
  const median = distances.toSorted()[Math.floor(distances.length / 2)]!;
  const steps = distances.reduce((sum, distance) => sum + Math.round(distance / median), 0);
  const spanMs = timesMs.at(-1)! - timesMs[0]!;
  const meanMs = spanMs / steps;
  const wholeMs = Math.round(meanMs / 1_000) * 1_000;
  const fits = wholeMs > 0 && Math.abs(spanMs - steps * wholeMs) <= wholeMs / 2;
  return fits ? wholeMs : Math.max(1, Math.round(meanMs));
}
