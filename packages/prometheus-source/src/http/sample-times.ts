import type { Samples, TimeRange } from '@forewarn/core';
import type { Complain } from '../range-response/read-envelope.js';

/**
 * Refuses points at times that were not asked for: something between here and Prometheus moved them.
 *
 * @param samples  as answered to a range query
 */
export function requireGrid(
  samples: readonly Samples[],
  { startMs, endMs }: TimeRange,
  stepMs: number,
  complain: Complain,
): void {
  samples.forEach(({ timesMs }, index) => {
    const stray = timesMs.find(
      (timeMs) => timeMs < startMs || timeMs > endMs || (timeMs - startMs) % stepMs !== 0,
    );
    if (stray === undefined) return;
    throw complain(
      `result[${index}] has a point at ${stray} ms, which is no step of ${stepMs} ms from ${startMs} to ${endMs}: does a proxy align or cache range queries?`,
    );
  });
}

/** The samples with startMs ≤ time ≤ endMs. */
export function withinRange(samples: Samples, { startMs, endMs }: TimeRange): Samples {
  const { timesMs, values } = samples;
  const from = firstIndex(timesMs, (timeMs) => timeMs >= startMs);
  const to = firstIndex(timesMs, (timeMs) => timeMs > endMs);
  if (from === 0 && to === timesMs.length) return samples;
  return { series: samples.series, timesMs: timesMs.slice(from, to), values: values.slice(from, to) };
}

function firstIndex(timesMs: Float64Array, isThere: (timeMs: number) => boolean): number {
  const index = timesMs.findIndex(isThere);
  return index === -1 ? timesMs.length : index;
}
