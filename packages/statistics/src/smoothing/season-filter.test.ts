import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot } from '../series/dot.js';
import { generalRecursion } from './general-recursion.js';
import type { ComponentKind } from './model.js';
import { seasonFilter } from './season-filter.js';

const period = 120;
const cycles = 4;
const ridge = 0.01;
const kind = fc.constantFrom<ComponentKind>('none', 'additive', 'multiplicative');
const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: period, maxLength: period })
  .map((values) => Float64Array.from(values));
const parametersAt = (alpha: number, beta: number) => ({
  smoothingLevel: alpha,
  smoothingTrend: alpha * beta,
  smoothingSeasonal: 0,
  dampingTrend: 1,
});

/** The state that meets the season as if it had gone on before the first sample. */
function givingWay(season: Float64Array) {
  const last = season[period - 1]!;
  return { level: -last, trend: season[period - 2]! - last, season };
}

describe('seasonFilter', () => {
  it('transposes what it applies', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(kind, share, share, vector, vector, (trend, alpha, beta, u, v) => {
        const model = { trend, seasonal: 'additive', period, damped: false } as const;
        const filter = seasonFilter(model, parametersAt(alpha, beta), ridge, cycles);
        const [applied, transposed] = [new Float64Array(period), new Float64Array(period)];
        filter.apply(u, applied);
        filter.transpose(v, transposed);
        const expected = dot(applied, v);
        const size = Math.sqrt(dot(applied, applied) * dot(v, v));
        expect(Math.abs(dot(u, transposed) - expected)).toBeLessThanOrEqual(1e-10 * size + 1e-300);
      }),
      { numRuns: 60 },
    );
  });

  // Curvature of Σe² + ρ·Σs² along a variable, by second differences (exact up to rounding: the sum is a parabola here).
  it.each([
    [1, 1],
    [0.5, 0.5],
  ])('makes the penalised sum of squares nearly round at alpha %s, beta share %s', (alpha, beta) => {
    const model = { trend: 'additive', seasonal: 'additive', period, damped: false } as const;
    const filter = seasonFilter(model, parametersAt(alpha, beta), ridge, cycles);
    const recursion = generalRecursion(model, new Float64Array(cycles * period));
    const value = (season: Float64Array) =>
      recursion.run(parametersAt(alpha, beta), givingWay(season)) + ridge * dot(season, season);
    const bare: number[] = [];
    const filtered: number[] = [];
    for (const waves of [1, 2, 5, 15, 40]) {
      const wave = Float64Array.from({ length: period }, (_, i) =>
        Math.cos((2 * Math.PI * waves * i) / period),
      );
      const season = new Float64Array(period);
      filter.apply(wave, season);
      bare.push((2 * value(wave)) / dot(wave, wave));
      filtered.push((2 * value(season)) / dot(wave, wave));
    }
    for (const curvature of filtered) {
      expect(curvature).toBeGreaterThan(0.5);
      expect(curvature).toBeLessThan(3);
    }
    expect(Math.max(...bare) / Math.min(...bare)).toBeGreaterThan(100);
  });
});
