import { canonicalSeries, type Series } from '@forewarn/core';
import { type MinuteSamples, minutesWithin } from '@forewarn/slo';

/** One-minute samples of one series. */
export interface SeriesMinutes {
  readonly series: Series;
  readonly samples: MinuteSamples;
}

/**
 * Appends later minutes to earlier ones, series by series.
 *
 * @param earlier  every minute of a series before all of its minutes in `later`
 */
export function joinMinutes(
  earlier: readonly SeriesMinutes[],
  later: readonly SeriesMinutes[],
): SeriesMinutes[] {
  const joined = new Map(earlier.map((item) => [canonicalSeries(item.series), item]));
  for (const item of later) {
    const key = canonicalSeries(item.series);
    const before = joined.get(key);
    joined.set(
      key,
      before ? { series: item.series, samples: concatenated(before.samples, item.samples) } : item,
    );
  }
  return [...joined.values()];
}

/** The minutes in [startMs, endMs), copied, without the series that have none. */
export function sliceMinutes(all: readonly SeriesMinutes[], startMs: number, endMs: number): SeriesMinutes[] {
  return all.flatMap(({ series, samples }) => {
    const { timesMs, values, weights } = minutesWithin(samples, startMs, endMs);
    if (values.length === 0) return [];
    const copied = { timesMs: timesMs.slice(), values: values.slice() };
    return [{ series, samples: { ...copied, ...(weights && { weights: weights.slice() }) } }];
  });
}

const concatenated = (a: MinuteSamples, b: MinuteSamples): MinuteSamples => ({
  timesMs: concatenatedArrays(a.timesMs, b.timesMs),
  values: concatenatedArrays(a.values, b.values),
  ...(a.weights && b.weights && { weights: concatenatedArrays(a.weights, b.weights) }),
});

function concatenatedArrays(a: Float64Array, b: Float64Array): Float64Array {
  const joined = new Float64Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
