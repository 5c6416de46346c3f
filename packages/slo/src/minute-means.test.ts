import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteMeans, minuteMs, minutesWithin } from './minute-means.js';

fc.configureGlobal({ seed: 1 });

const means = (timesMs: number[], values: number[], nowMs: number) => {
  const result = minuteMeans(Float64Array.from(timesMs), Float64Array.from(values), nowMs);
  return [...result.timesMs].map((timeMs, at) => [timeMs, result.values[at]]);
};

/** Ascending times with values, as a source gives them. */
const rawSamples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3_600_000 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })))
  .map((pairs) => pairs.sort((a, b) => a[0] - b[0]));

describe('minuteMeans', () => {
  it('averages the samples of [minute, minute + 60 s) under the minute’s start', () => {
    expect(means([60_000, 119_999, 120_000], [1, 3, 7], 180_000)).toEqual([
      [60_000, 2],
      [120_000, 7],
    ]);
  });

  it('leaves out the minute that is not over', () => {
    expect(means([0, 60_000], [1, 9], 119_999)).toEqual([[0, 1]]);
    expect(means([0, 60_000], [1, 9], 120_000)).toEqual([
      [0, 1],
      [60_000, 9],
    ]);
  });

  it('keeps the running minute when it is all there is', () => {
    expect(means([61_000, 63_000], [4, 6], 65_000)).toEqual([[60_000, 5]]);
  });

  it('has as many values as minutes', () => {
    const raw = Float64Array.from([61_000, 62_000, 63_000]);
    for (const nowMs of [65_000, 125_000]) expect(minuteMeans(raw, raw, nowMs).values).toHaveLength(1);
  });

  it('has no minutes without samples', () => {
    expect(means([], [], 0)).toEqual([]);
  });

  it('agrees with grouping the samples by minute', () => {
    fc.assert(
      fc.property(rawSamples, (samples) => {
        const groups = new Map<number, number[]>();
        for (const [timeMs, value] of samples) {
          const minute = timeMs - (timeMs % minuteMs);
          groups.set(minute, [...(groups.get(minute) ?? []), value]);
        }
        const result = means(
          samples.map(([timeMs]) => timeMs),
          samples.map(([, value]) => value),
          4_000_000,
        );
        expect(result.map(([minute]) => minute)).toEqual([...groups.keys()]);
        for (const [minute, value] of result) {
          const group = groups.get(minute!)!;
          expect(value).toBeCloseTo(group.reduce((sum, each) => sum + each, 0) / group.length, 3);
        }
      }),
    );
  });

  it('gives exactly the value of samples that are all equal', () => {
    fc.assert(
      fc.property(
        // The two zeros are equal numbers, but not to the assertion.
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
        fc.integer({ min: 1, max: 60 }),
        (value, n) => {
          const times = Array.from({ length: n }, (_, at) => at * 1_000);
          expect(means(times, new Array(n).fill(value), minuteMs)).toEqual([[0, value]]);
        },
      ),
    );
  });
});

describe('minutesWithin', () => {
  it('agrees with a filter over the half-open range', () => {
    const times = fc.uniqueArray(fc.nat(50)).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.nat(60), fc.nat(60), (timesMs, startMs, endMs) => {
        const samples = { timesMs: Float64Array.from(timesMs), values: Float64Array.from(timesMs) };
        const kept = timesMs.filter((timeMs) => timeMs >= startMs && timeMs < endMs);
        expect([...minutesWithin(samples, startMs, endMs).timesMs]).toEqual(kept);
        expect([...minutesWithin(samples, startMs, endMs).values]).toEqual(kept);
      }),
    );
  });
});
