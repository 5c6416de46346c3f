import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../outcome/unavailable.js';
import { decompositionStrength } from './decomposition-strength.js';
import { seasonalDecompose } from './seasonal-decompose.js';
import { seasonalTrendLoess } from './seasonal-trend-loess.js';

const N = 240;
const wave = Float64Array.from({ length: N }, (_, i) => Math.sin((2 * Math.PI * i) / 12));
const noise = Float64Array.from({ length: N }, (_, i) => Math.sin(i * i * 12.9898));

function strengthOf(x: ArrayLike<number>, model: 'additive' | 'multiplicative' = 'additive') {
  const parts = seasonalDecompose(x, { period: 12, model });
  if (isUnavailable(parts)) throw new Error(parts.detail);
  const strength = decompositionStrength(parts, model);
  if (isUnavailable(strength)) throw new Error(strength.detail);
  return strength;
}

describe('decompositionStrength', () => {
  it('is one less the ratio of variances, by hand', () => {
    const trend = Float64Array.from([Number.NaN, 0, 2, 4, 6]);
    const seasonal = Float64Array.from([1, -1, 1, -1, 1]);
    const residual = Float64Array.from([Number.NaN, 1, -1, -1, 1]);
    // Var(R) = 1; T + R = 1, 1, 3, 7 has variance 6; S + R = 0, 0, -2, 2 has variance 2.
    expect(decompositionStrength({ trend, seasonal, residual })).toEqual({ trend: 1 - 1 / 6, seasonal: 0.5 });
  });

  it('tells a season and a trend from noise', () => {
    const seasonal = strengthOf(wave.map((value, i) => 5 * value + noise[i]!));
    expect(seasonal.seasonal).toBeGreaterThan(0.9);
    expect(strengthOf(wave.map((_, i) => i + noise[i]!)).trend).toBeGreaterThan(0.99);
    expect(strengthOf(noise).seasonal).toBeLessThan(0.3);
  });

  it('is that of the logarithms for a product', () => {
    const x = wave.map((value, i) => Math.exp(0.3 * value + 0.01 * i + 0.05 * noise[i]!));
    const { trend, seasonal } = strengthOf(x, 'multiplicative');
    expect(Math.min(trend, seasonal)).toBeGreaterThan(0.9);
  });

  it('does not depend on offset and unit, and takes the parts of STL', () => {
    const x = wave.map((value, i) => value + noise[i]! + 0.01 * i);
    expect(strengthOf(x.map((value) => 1e10 + value)).seasonal).toBeCloseTo(strengthOf(x).seasonal, 4);
    expect(strengthOf(x.map((value) => 1e-200 * value)).trend).toBeCloseTo(strengthOf(x).trend, 12);
    const parts = seasonalTrendLoess(x, { period: 12 });
    if (isUnavailable(parts)) return expect.fail(parts.detail);
    const byLoess = decompositionStrength(parts);
    expect('seasonal' in byLoess && byLoess.seasonal).toBeGreaterThan(strengthOf(x).seasonal - 0.1);
  });

  it('is 0 for a part that does not vary, and has no answer without residuals', () => {
    expect(strengthOf(new Float64Array(N).fill(7))).toEqual({ trend: 0, seasonal: 0 });
    const missing = new Float64Array(3).fill(Number.NaN);
    expect(decompositionStrength({ trend: missing, seasonal: missing, residual: missing })).toMatchObject({
      reason: 'too-few-samples',
    });
    expect(() =>
      decompositionStrength({ trend: missing, seasonal: missing, residual: new Float64Array(2) }),
    ).toThrowError(/lengths 3, 3, 2/);
  });
});
