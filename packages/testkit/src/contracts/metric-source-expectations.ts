import type { Samples, TimeRange } from '@forewarn/core';

const lookbackMs = 300_000;

/**
 * What a range query must answer, by its definition: at each step the newest sample of the five minutes before.
 * Whether a sample exactly five minutes old counts differs between Prometheus 2 and 3: no step may be there.
 */
export function expectedGrid(
  known: readonly Samples[],
  range: TimeRange,
  stepMs: number,
): readonly Samples[] {
  return known.flatMap(({ series, timesMs, values }) => {
    const points: [number, number][] = [];
    for (let ms = range.startMs; ms <= range.endMs; ms += stepMs) {
      const index = timesMs.findLastIndex((timeMs) => timeMs <= ms);
      const ageMs = index === -1 ? Number.POSITIVE_INFINITY : ms - timesMs[index]!;
      if (ageMs === lookbackMs) throw new Error(`step ${ms} is exactly five minutes behind the last sample`);
      if (ageMs < lookbackMs) points.push([ms, values[index]!]);
    }
    return toSamples(series, points);
  });
}

/** What a query of raw samples must answer: those with startMs ≤ time ≤ endMs. */
export function expectedSamples(
  known: readonly Samples[],
  { startMs, endMs }: TimeRange,
): readonly Samples[] {
  return known.flatMap(({ series, timesMs, values }) => {
    const points = Array.from(timesMs, (timeMs, i): [number, number] => [timeMs, values[i]!]);
    return toSamples(
      series,
      points.filter(([timeMs]) => timeMs >= startMs && timeMs <= endMs),
    );
  });
}

/** Nothing for a series without points. */
const toSamples = (series: Samples['series'], points: readonly [number, number][]): Samples[] =>
  points.length === 0
    ? []
    : [
        {
          series,
          timesMs: Float64Array.from(points, ([timeMs]) => timeMs),
          values: Float64Array.from(points, ([, value]) => value),
        },
      ];
