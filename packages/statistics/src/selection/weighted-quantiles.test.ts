import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedQuantiles } from './weighted-quantiles.js';

/** Values with ties, and weights that add up without rounding. */
const entries = fc.array(
  fc.tuple(
    fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: -2, max: 2 })),
    fc.integer({ min: 1, max: 8 }),
  ),
  { minLength: 1, maxLength: 80 },
);
/** Shares that multiply without rounding. */
const share = fc.integer({ min: 0, max: 64 }).map((parts) => parts / 64);

/** By sorting: the least value at and below which lies the share of the weight. */
function sortedQuantile(sample: readonly (readonly [number, number])[], wanted: number): number {
  const sorted = [...sample].sort((a, b) => a[0] - b[0]);
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let below = 0;
  for (const [value, weight] of sorted) {
    below += weight;
    if (below >= wanted * total) return value;
  }
  return sorted.at(-1)![0];
}

const found = (sample: readonly (readonly [number, number])[], shares: readonly number[]) =>
  weightedQuantiles(
    Float64Array.from(sample, ([value]) => value),
    Float64Array.from(sample, ([, weight]) => weight),
    sample.length,
    shares,
  );

describe('weightedQuantiles', () => {
  it('are those of the sorted values with their weights added up', () => {
    fc.assert(
      fc.property(entries, fc.array(share, { minLength: 1, maxLength: 3 }), (sample, shares) => {
        const expected = shares.map((wanted) => sortedQuantile(sample, wanted) + 0);
        expect(found(sample, shares).map((value) => value + 0)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('are order statistics where all weights are equal', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(values, fc.nat(), (sample, drawn) => {
        const rank = 1 + (drawn % sample.length);
        const sorted = Float64Array.from(sample).sort();
        // Half a rank below the boundary, so that rounding of the share decides nothing.
        const [value] = found(
          sample.map((each) => [each, 1]),
          [(rank - 0.5) / sample.length],
        );
        expect(value! + 0).toBe(sorted[rank - 1]! + 0);
      }),
    );
  });

  it('are the extremes for shares of 0 and 1, also when the weights round', () => {
    const weight = fc.double({ min: 1e-9, max: 1, noNaN: true });
    const sample = fc.array(fc.tuple(fc.integer(), weight), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sample, (drawn) => {
        const values = drawn.map(([value]) => value);
        expect(found(drawn, [0, 1])).toEqual([Math.min(...values), Math.max(...values)]);
      }),
    );
  });

  it('count only the entries in use', () => {
    const [values, weights] = [Float64Array.of(5, 1, 9, -100, 100), Float64Array.of(1, 1, 1, 50, 50)];
    expect(weightedQuantiles(values, weights, 3, [0, 0.5, 1])).toEqual([1, 5, 9]);
    expect(weightedQuantiles(Float64Array.of(7, 1), Float64Array.of(0.1, 1), 1, [0, 0.5, 1])).toEqual([
      7, 7, 7,
    ]);
  });

  it('keep values and weights together while they reorder them', () => {
    fc.assert(
      fc.property(entries, share, (sample, wanted) => {
        const values = Float64Array.from(sample, ([value]) => value);
        const weights = Float64Array.from(sample, ([, weight]) => weight);
        weightedQuantiles(values, weights, sample.length, [wanted]);
        const pairs = (each: readonly (readonly [number, number])[]) =>
          each.map(([value, weight]) => `${value + 0}: ${weight}`).sort();
        expect(pairs(Array.from(values, (value, i) => [value, weights[i]!]))).toEqual(pairs(sample));
      }),
    );
  });
});
