import { describe, expect, it } from 'vitest';
import { goldenSeries, largestDifference, magnitude, readGolden } from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { hodrickPrescott } from './hodrick-prescott.js';

interface Case {
  series: string;
  lamb: number;
  n: number;
  index: number[] | null;
  exact_trend: number[];
}

/** Largest error against max |x| that a double LDL' may show; it grows with the condition number 16·λ + 1. */
const TOLERANCE: Record<number, number> = { 6.25: 1e-14, 1600: 2e-12, 129600: 1e-10 };

describe('hodrickPrescott against a long-double solution', () => {
  const cases = readGolden<Case[]>('hp');
  it.each(cases.map((c) => [`${c.series} lambda ${c.lamb}`, c] as const))('agrees on %s', (_, c) => {
    const x = goldenSeries(c.series);
    const result = hodrickPrescott(x, c.lamb);
    if (isUnavailable(result)) return expect.fail(result.detail);
    const trend = c.index === null ? result.trend : c.index.map((i) => result.trend[i]!);
    expect(largestDifference(trend, c.exact_trend, magnitude(x))).toBeLessThanOrEqual(TOLERANCE[c.lamb]!);
  });
});
