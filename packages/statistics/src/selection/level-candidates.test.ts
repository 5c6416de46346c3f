import fc from 'fast-check';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { rollingMedianCandidate, simpleSmoothingCandidate } from './level-candidates.js';
import { forecastAt, rollingOrigins } from './selection.fixture.js';

describe('rollingMedianCandidate', () => {
  it('carries on the median of the last samples, as sorting finds it', () => {
    fc.assert(
      fc.property(rollingOrigins, fc.constantFrom(1, 3, 5, 15), (origins, width) => {
        const candidate = rollingMedianCandidate(origins, width);
        for (let origin = origins.first; origin <= origins.x.length; origin++) {
          const expected = median(Array.from(origins.x.subarray(origin - width, origin)));
          expect(forecastAt(origins, candidate, origin)).toEqual(new Array(origins.horizon).fill(expected));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('may take all samples before the first origin', () => {
    const origins = { x: Float64Array.of(5, 1, 9, 2, 2), first: 3, horizon: 1 };
    expect(Array.from(rollingMedianCandidate(origins, 3).forecasts)).toEqual([5, 2, 2]);
  });
});

describe('simpleSmoothingCandidate', () => {
  it('carries on the exponentially weighted mean of all samples, the first counting for all before it', () => {
    fc.assert(
      fc.property(rollingOrigins, fc.double({ min: 0.02, max: 1, noNaN: true }), (origins, alpha) => {
        const { x, horizon } = origins;
        const candidate = simpleSmoothingCandidate(origins, alpha);
        for (let origin = origins.first; origin <= x.length; origin++) {
          // Relative to the first sample, so that the sum keeps its digits at large offsets.
          let expected = 0;
          for (let i = 1; i < origin; i++)
            expected += alpha * (1 - alpha) ** (origin - 1 - i) * (x[i]! - x[0]!);
          const forecasts = forecastAt(origins, candidate, origin);
          expect(forecasts).toEqual(new Array(horizon).fill(forecasts[0]));
          expect(Math.abs(forecasts[0]! - x[0]! - expected)).toBeLessThan(1e-10 + 1e-14 * Math.abs(x[0]!));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is the last value with a parameter of 1', () => {
    const origins = { x: Float64Array.of(0.1, 0.7, 1e10, 0.3), first: 2, horizon: 2 };
    const { name, forecasts } = simpleSmoothingCandidate(origins, 1);
    expect(name).toBe('last-value');
    expect(Array.from(forecasts)).toEqual([0.7, 0.7, 1e10, 1e10, 0.3, 0.3]);
  });
});
