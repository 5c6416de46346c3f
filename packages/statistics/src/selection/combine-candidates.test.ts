import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineCandidates, type RankedCandidate, weighCandidates } from './combine-candidates.js';
import type { Candidate } from './rolling-origins.js';

const ranked = (losses: readonly number[]): RankedCandidate[] =>
  losses.map((loss, i) => ({ candidate: { name: `${i}`, first: 0, forecasts: new Float64Array(0) }, loss }));
const weightsOf = (losses: readonly number[]) => weighCandidates(ranked(losses)).map(({ weight }) => weight);

describe('weighCandidates', () => {
  it('weighs at most five, the better the more, with weights that add up to 1', () => {
    const losses = fc.array(fc.double({ min: 0, max: 1e140, noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(losses, (drawn) => {
        const weights = weightsOf(drawn.sort((a, b) => a - b));
        expect(weights.length).toBeLessThanOrEqual(5);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        weights.forEach((weight, i) => {
          expect(weight).toBeGreaterThan(0);
          expect(weight).toBeLessThanOrEqual(weights[Math.max(0, i - 1)]!);
        });
      }),
    );
  });

  it('weighs equal errors equally', () => {
    expect(weightsOf([3, 3, 3, 3])).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('shares among those without any error, and leaves out the others', () => {
    expect(weightsOf([0, 0, 1e-300])).toEqual([0.5, 0.5]);
  });

  it('gives six hundredths more error half the weight', () => {
    const [best, next] = weightsOf([1, 1.06]);
    expect(next! / best!).toBeCloseTo(0.5, 2);
  });

  it('takes one alone', () => {
    expect(weightsOf([4])).toEqual([1]);
  });
});

describe('combineCandidates', () => {
  const origins = { x: new Float64Array(4), first: 2, horizon: 2 };
  const constant = (value: number, first: number): Candidate => ({
    name: `${value}`,
    first,
    forecasts: new Float64Array(6).fill(value),
  });

  it('is the weighted mean, of those that have a forecast already', () => {
    const combined = [
      { candidate: constant(8, 4), loss: 1, weight: 0.5 },
      { candidate: constant(2, 3), loss: 1, weight: 0.25 },
      { candidate: constant(4, 3), loss: 1, weight: 0.25 },
    ];
    const { first, forecasts } = combineCandidates(origins, combined);
    expect(first).toBe(3);
    // Origin 2 has none; at origin 3 the two of equal weight are alone.
    expect(Array.from(forecasts)).toEqual([0, 0, 3, 3, 5.5, 5.5].map((v, i) => (i < 2 ? forecasts[i] : v)));
  });
});
