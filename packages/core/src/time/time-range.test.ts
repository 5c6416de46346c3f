import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignDown, toRfc3339 } from './time-range.js';

describe('alignDown', () => {
  it('finds the last multiple of the interval at or before a time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e13 }),
        fc.integer({ min: 1, max: 1e9 }),
        (ms, intervalMs) => {
          const aligned = alignDown(ms, intervalMs);
          expect(aligned % intervalMs === 0).toBe(true);
          expect(aligned).toBeLessThanOrEqual(ms);
          expect(aligned).toBeGreaterThan(ms - intervalMs);
        },
      ),
    );
  });
});

describe('toRfc3339', () => {
  it('writes UTC with milliseconds', () => {
    expect(toRfc3339(Date.UTC(2026, 0, 2, 3, 4, 5, 678))).toBe('2026-01-02T03:04:05.678Z');
  });

  it('writes every time as Date does, in any order, whole or not', () => {
    const [first, last] = [Date.UTC(-1, 0), Date.UTC(10_001, 0)];
    fc.assert(
      fc.property(fc.array(fc.double({ min: first, max: last, noNaN: true }), { maxLength: 5 }), (times) => {
        for (const ms of times.flatMap((time) => [time, Math.round(time / 6e4) * 6e4, -0.5]))
          expect(toRfc3339(ms)).toBe(new Date(ms).toISOString());
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])('refuses %d, which is no time', (ms) => {
    expect(() => toRfc3339(ms)).toThrow(RangeError);
  });
});
