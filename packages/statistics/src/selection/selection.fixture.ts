import fc from 'fast-check';
import { normalQuantile } from '../distributions/normal-quantile.js';
import { uniformStream } from '../distributions/uniform-stream.js';
import type { Candidate, RollingOrigins } from './rolling-origins.js';

/**
 * Seeded standard normal numbers.
 *
 * @param seed  any whole number
 * @returns     the next number at each call
 */
export function normals(seed: number): () => number {
  const next = uniformStream(seed);
  return () => normalQuantile(next());
}

/**
 * A series by its entries, which may draw from seeded normal numbers.
 *
 * @param n     samples
 * @param seed  of the numbers
 * @param at    sample i, given how to draw
 */
export function seriesOf(
  n: number,
  seed: number,
  at: (i: number, draw: () => number) => number,
): Float64Array {
  const draw = normals(seed);
  return Float64Array.from({ length: n }, (_, i) => at(i, draw));
}

/** A random walk of unit steps. */
export function randomWalk(n: number, seed: number): Float64Array {
  let value = 0;
  return seriesOf(n, seed, (_, draw) => {
    value += draw();
    return value;
  });
}

/** The forecasts that a candidate makes at one origin. */
export function forecastAt(
  { first, horizon }: RollingOrigins,
  candidate: Candidate,
  origin: number,
): number[] {
  const row = (origin - first) * horizon;
  return Array.from(candidate.forecasts.subarray(row, row + horizon));
}

/** Backtests over tame numbers with ties, on any offset up to 1e10. */
export const rollingOrigins: fc.Arbitrary<RollingOrigins> = fc
  .record({
    drawn: fc.array(fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(0, 1)), {
      minLength: 60,
      maxLength: 120,
    }),
    offset: fc.constantFrom(0, -3, 1e10),
    first: fc.integer({ min: 20, max: 40 }),
    horizon: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ drawn, offset, first, horizon }) => ({
    x: Float64Array.from(drawn, (value) => offset + value),
    first,
    horizon,
  }));
