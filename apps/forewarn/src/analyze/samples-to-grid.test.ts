import type { Samples } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplesToGrid } from './samples-to-grid.js';

const samples = (timesMs: readonly number[]): Samples => ({
  series: { metric: 'up', labels: {} },
  timesMs: Float64Array.from(timesMs),
  values: Float64Array.from(timesMs, (_, at) => at),
});

const regular = (count: number, stepMs: number, jitterMs: (at: number) => number = () => 0): number[] =>
  Array.from({ length: count }, (_, at) => 1_700_000_000_000 + at * stepMs + jitterMs(at));

describe('samplesToGrid', () => {
  it('puts regular samples on their own times', () => {
    const { startMs, stepMs, values } = samplesToGrid(samples(regular(5, 15_000)));
    expect({ startMs, stepMs }).toEqual({ startMs: 1_700_000_000_000, stepMs: 15_000 });
    expect([...values]).toEqual([0, 1, 2, 3, 4]);
  });

  it('leaves gaps as missing points', () => {
    const times = regular(10, 60_000).filter((_, at) => at < 3 || at > 6);
    expect([...samplesToGrid(samples(times)).values]).toEqual([0, 1, 2, NaN, NaN, NaN, NaN, 3, 4, 5]);
  });

  it('takes a minute for the step of a single sample', () => {
    expect(samplesToGrid(samples([5]))).toEqual({ startMs: 5, stepMs: 60_000, values: Float64Array.of(0) });
  });

  it('finds a step that is no whole second', () => {
    expect(samplesToGrid(samples(regular(1_000, 1_500))).stepMs).toBe(1_500);
    expect(samplesToGrid(samples(regular(1_000, 40))).stepMs).toBe(40);
  });

  it('does not drift away from a step of 15.01 s', () => {
    const { stepMs, values } = samplesToGrid(samples(regular(5_000, 15_010)));
    expect(stepMs).toBe(15_010);
    expect(values).toHaveLength(5_000);
  });

  it('keeps every sample of a scrape that jitters by up to a quarter of its step', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 0, max: 15_000 }), { minLength: 50, maxLength: 300 }),
      (jitter) => {
        const { values } = samplesToGrid(samples(regular(jitter.length, 60_000, (at) => jitter[at]!)));
        expect(values.filter(Number.isFinite)).toHaveLength(jitter.length);
      },
    );
    fc.assert(property, { seed: 20_261_121, numRuns: 200 });
  });

  it('refuses a range that would need a million points, and says what to do', () => {
    expect(() => samplesToGrid(samples([0, 1, 2, 3, 2_000_000]))).toThrow(
      /^up spans 2000001 steps of 1ms, more than the 1000000 .+ query a shorter range, or with a longer step$/,
    );
  });
});
