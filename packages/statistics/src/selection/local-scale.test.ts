import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localScales } from './local-scale.js';
import { rollingOrigins } from './selection.fixture.js';

describe('localScales', () => {
  it('are recent steps, fading by e in ten samples, with 30 % of the mean of all steps before the origin', () => {
    fc.assert(
      fc.property(rollingOrigins, ({ x, first }) => {
        const scales = localScales(x, first);
        expect(scales).toHaveLength(x.length - first + 1);
        scales.forEach((scale, i) => {
          const origin = first + i;
          let [recent, weights, all] = [0, 0, 0];
          for (let t = 1; t < origin; t++) {
            const step = Math.abs(x[t]! - x[t - 1]!);
            const weight = Math.exp(-(origin - 1 - t) / 10);
            recent += weight * step;
            weights += weight;
            all += step;
          }
          expect(scale).toBeCloseTo(0.7 * (recent / weights) + 0.3 * (all / (origin - 1)), 9);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('are the step of a line, and 0 where nothing has moved', () => {
    localScales(Float64Array.of(0, 2, 4, 6, 8), 2).forEach((scale) => {
      expect(scale).toBeCloseTo(2, 12);
    });
    expect(Array.from(localScales(Float64Array.of(5, 5, 5, 9), 2)).slice(0, 2)).toEqual([0, 0]);
  });
});
