import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GoldenNumber,
  largestDifference,
  magnitude,
  numbers,
  readGolden,
} from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { aggregateBins } from './aggregate-bins.js';
import { binLast } from './bin-last.js';
import { resampleMean } from './resample-mean.js';

interface Rule {
  bucket_t: number[];
  last: GoldenNumber[];
  max: number;
  min: number;
  mean: number;
  std: number | null;
}
interface Case {
  name: string;
  t: number[];
  v: GoldenNumber[];
  rules: Record<'1h' | '3h' | '12h', Rule>;
  mean_1min?: { bucket_t: number[]; mean: GoldenNumber[] };
}

const HOUR_MS = 3_600_000;
const cases = readGolden<Case[]>('resample');
const hourly = cases.flatMap((c) =>
  ([1, 3, 12] as const).map((hours) => [`${c.name}, ${hours} h`, c, c.rules[`${hours}h`], hours] as const),
);

describe('binning against pandas 3.1.1', () => {
  it.each(hourly)('agrees on %s', (_, c, rule, hours) => {
    const timesMs = c.t.map((seconds) => seconds * 1000);
    const values = numbers(c.v);
    const last = binLast(timesMs, values, hours * HOUR_MS);
    const aggregates = aggregateBins(timesMs, values, hours * HOUR_MS);
    if (isUnavailable(last) || isUnavailable(aggregates)) return expect.fail('refused');
    expect(Array.from(last.timesMs)).toEqual(rule.bucket_t.map((seconds) => seconds * 1000));
    expect(Array.from(last.values)).toEqual(numbers(rule.last));
    expect(aggregates.max).toBe(rule.max);
    expect(aggregates.min).toBe(rule.min);
    expect(largestDifference([aggregates.mean], [rule.mean], Math.abs(rule.mean))).toBeLessThanOrEqual(1e-13);
    const spread = rule.std ?? Number.NaN;
    expect(largestDifference([aggregates.standardDeviation / spread], [spread / spread])).toBeLessThanOrEqual(
      1e-13,
    );
  });

  const minutes = cases.filter((c) => c.mean_1min !== undefined);
  it.each(minutes.map((c) => [c.name, c] as const))('agrees on the 1-minute means of %s', (_, c) => {
    const result = resampleMean(
      c.t.map((seconds) => seconds * 1000),
      numbers(c.v),
      60_000,
    );
    if (isUnavailable(result)) return expect.fail(result.detail);
    const expected = numbers(c.mean_1min!.mean);
    expect(Array.from(result.timesMs)).toEqual(c.mean_1min!.bucket_t.map((seconds) => seconds * 1000));
    expect(largestDifference(result.values, expected, magnitude(expected))).toBeLessThanOrEqual(1e-13);
  });
});

describe('binning of samples in any order', () => {
  const sample = fc.tuple(
    fc.double({ min: 0, max: 40 * HOUR_MS, noNaN: true }),
    fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constant(Number.NaN)),
  );
  const samples = fc.array(sample, { minLength: 1, maxLength: 60 });

  it('has the last value and the mean of what falls in each bin', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 500_000, max: 12 * HOUR_MS }), (drawn, binMs) => {
        const timesMs = drawn.map(([timeMs]) => timeMs);
        const values = drawn.map(([, value]) => value);
        const [last, mean] = [binLast(timesMs, values, binMs), resampleMean(timesMs, values, binMs)];
        if (isUnavailable(last) || isUnavailable(mean)) return expect.fail('refused');
        expect(mean.timesMs).toEqual(last.timesMs);
        const inOrder = [...drawn].sort((a, b) => a[0] - b[0]);
        last.timesMs.forEach((startMs, bin) => {
          const inside = inOrder
            .filter(
              ([timeMs, value]) => timeMs >= startMs && timeMs < startMs + binMs && !Number.isNaN(value),
            )
            .map(([, value]) => value);
          expect(last.values[bin]).toBe(inside.at(-1) ?? Number.NaN);
          const expected = inside.reduce((sum, value) => sum + value, 0) / inside.length;
          if (inside.length === 0) expect(mean.values[bin]).toBeNaN();
          else expect(mean.values[bin]).toBeCloseTo(expected, 9);
        });
        const end = last.timesMs.at(-1)! + binMs;
        expect(timesMs.every((timeMs) => timeMs >= last.timesMs[0]! && timeMs < end)).toBe(true);
      }),
    );
  });

  it('does not depend on the order of the samples', () => {
    fc.assert(
      fc.property(samples, (drawn) => {
        const distinct = drawn.filter(([t], i) => drawn.findIndex(([other]) => other === t) === i);
        const sorted = [...distinct].sort((a, b) => a[0] - b[0]);
        const lastOf = (pairs: typeof drawn) =>
          binLast(
            pairs.map(([timeMs]) => timeMs),
            pairs.map(([, value]) => value),
            HOUR_MS,
          );
        expect(lastOf(distinct)).toEqual(lastOf(sorted));
      }),
    );
  });
});
