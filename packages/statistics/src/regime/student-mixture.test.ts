import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../distributions/incomplete-beta.js';
import { studentQuantile } from '../distributions/student-quantile.js';
import { approximateStudentCdf, mixtureQuantile } from './student-mixture.js';

const exactCdf = (t: number, freedom: number) => {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t < 0 ? tail : 1 - tail;
};

describe('the approximate Student law', () => {
  it.each([
    [3, 0.006],
    [7, 0.001],
    [60, 0.0001],
  ])('of %d degrees of freedom is within %d of the exact one', (freedom, tolerance) => {
    for (let t = -8; t <= 8; t += 0.1)
      expect(Math.abs(approximateStudentCdf(t, freedom) - exactCdf(t, freedom))).toBeLessThan(tolerance);
  });
});

describe('a quantile of a mixture', () => {
  it('of one member is that of its law', () => {
    const member = { weight: 1, freedom: 8, location: 5, scale: 2 };
    for (const p of [0.01, 0.025, 0.5, 0.9, 0.975])
      expect(mixtureQuantile([member], p)).toBeCloseTo(5 + 2 * studentQuantile(p, 8), 1);
  });

  it('has its share of the mixture below it', () => {
    const members = [
      { weight: 0.7, freedom: 6, location: 0, scale: 1 },
      { weight: 0.3, freedom: 9, location: 1_000, scale: 30 },
    ];
    for (const p of [0.025, 0.4, 0.8, 0.975]) {
      const value = mixtureQuantile(members, p);
      const below = members.reduce(
        (sum, { weight, freedom, location, scale }) =>
          sum + weight * exactCdf((value - location) / scale, freedom),
        0,
      );
      expect(Math.abs(below - p)).toBeLessThan(0.01);
    }
  });

  it('lies between the members where they are far apart', () => {
    const sharp = { weight: 0.5, freedom: 50, scale: 1e-9 };
    const value = mixtureQuantile(
      [
        { ...sharp, location: -1 },
        { ...sharp, location: 1 },
      ],
      0.5,
    );
    expect(Math.abs(value)).toBeLessThanOrEqual(1.001);
  });
});
