import { canonicalSeries, ForewarnError, formatDuration, type Grid, type Samples } from '@forewarn/core';

const defaultStepMs = 60_000;
const mostPoints = 1_000_000;

/**
 * Puts samples on the regular grid that they were taken on. The step is the median distance of consecutive samples, so that gaps and
 * jitter do not change it; each sample goes to the nearest point, the later of two at one point wins.
 *
 * @param samples  at least one, times strictly increasing
 * @throws         {ForewarnError} `invalid-input-file` when the samples span a million steps or more
 */
export function samplesToGrid({ series, timesMs, values }: Samples): Grid {
  const stepMs = medianDistance(timesMs) ?? defaultStepMs;
  const startMs = timesMs[0]!;
  const pointOf = (timeMs: number): number => Math.round((timeMs - startMs) / stepMs);
  const length = pointOf(timesMs.at(-1)!) + 1;
  if (length > mostPoints) {
    throw new ForewarnError(
      'invalid-input-file',
      `${canonicalSeries(series)} spans ${length} steps of ${formatDuration(stepMs)}, more than the ${mostPoints} that can be analysed at once: query a shorter range, or with a longer step`,
    );
  }
  const grid = new Float64Array(length).fill(Number.NaN);
  for (let i = 0; i < timesMs.length; i += 1) grid[pointOf(timesMs[i]!)] = values[i]!;
  return { startMs, stepMs, values: grid };
}

function medianDistance(timesMs: Float64Array): number | undefined {
  if (timesMs.length < 2) return undefined;
  const distances = timesMs.subarray(1).map((timeMs, i) => timeMs - timesMs[i]!);
  return Math.round(distances.sort()[Math.floor(distances.length / 2)]!);
}
