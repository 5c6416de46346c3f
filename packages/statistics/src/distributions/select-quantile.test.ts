import fc from 'fast-check';
import { quantile } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { selectQuantile } from './select-quantile.js';

const values = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1)), {
  minLength: 1,
  maxLength: 60,
});

describe('selectQuantile', () => {
  it('interpolates between the sorted values', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (sample, p) => {
        const sorted = Float64Array.from(sample).sort();
        const position = (sorted.length - 1) * p;
        const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
        const share = position - Math.floor(position);
        const found = selectQuantile(Float64Array.from(sample), p);
        expect(found).toBeCloseTo(low * (1 - share) + high * share, 9);
      }),
    );
  });

  it('agrees with simple-statistics on the median of an odd number of values', () => {
    fc.assert(
      fc.property(values, (sample) => {
        if (sample.length % 2 === 0) return;
        // Of equal values it does not matter which is taken, 0 and −0 among them.
        expect(selectQuantile(Float64Array.from(sample), 0.5) === quantile(sample, 0.5)).toBe(true);
      }),
    );
  });
});
