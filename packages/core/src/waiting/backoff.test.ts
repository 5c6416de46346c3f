import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffDelayMs, doubledDelayMs } from './backoff.js';

const bounds = { firstMs: 100, longestMs: 5_000 };

describe('doubledDelayMs', () => {
  it('doubles from the first delay to the longest one', () => {
    const delays = [1, 2, 3, 6, 7, 1_000, Number.MAX_SAFE_INTEGER].map((failures) =>
      doubledDelayMs(failures, bounds),
    );
    expect(delays).toEqual([100, 200, 400, 3_200, 5_000, 5_000, 5_000]);
  });
});

describe('backoffDelayMs', () => {
  it('doubles from the first delay to the longest one', () => {
    const delays = [1, 2, 3, 6, 7, 1_000].map((failures) =>
      backoffDelayMs(failures, { ...bounds, random: () => 1 - Number.EPSILON }),
    );
    expect(delays.map(Math.round)).toEqual([100, 200, 400, 3_200, 5_000, 5_000]);
  });

  it('draws the upper half of the delay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, drawn) => {
          const whole = Math.min(5_000, 100 * 2 ** Math.min(failures - 1, 30));
          const delay = backoffDelayMs(failures, { ...bounds, random: () => drawn });
          expect(delay).toBeGreaterThanOrEqual(whole / 2);
          expect(delay).toBeLessThan(whole);
        },
      ),
    );
  });

  it('draws by itself where no source of jitter is given', () => {
    const delay = backoffDelayMs(1, bounds);
    expect(delay).toBeGreaterThanOrEqual(50);
    expect(delay).toBeLessThan(100);
  });
});
