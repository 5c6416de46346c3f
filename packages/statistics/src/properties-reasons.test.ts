import { describe, expect, it } from 'vitest';
import {
  augmentedDickeyFuller,
  autocorrelation,
  binLast,
  hodrickPrescott,
  holtWinters,
  isUnavailable,
  lastValueForecast,
  seasonalDecompose,
} from './index.js';

describe('stated reasons', () => {
  const reasonOf = (outcome: object) => (isUnavailable(outcome) ? outcome : { reason: 'none', detail: '' });

  it('name the numbers', () => {
    const options = { seasonal: 'additive', period: 550 } as const;
    expect(reasonOf(holtWinters(new Float64Array(720), options))).toEqual({
      reason: 'too-few-seasons',
      detail: 'needs at least 1100 samples (two seasons of 550), has 720',
    });
    expect(reasonOf(holtWinters([3, 2, 0, 4], { trend: 'multiplicative' }))).toEqual({
      reason: 'non-positive-values',
      detail: 'a multiplicative trend needs values above 0, sample 3 of 4 is 0',
    });
    expect(reasonOf(augmentedDickeyFuller(new Array(20).fill(5)))).toMatchObject({
      reason: 'constant-series',
    });
    expect(reasonOf(hodrickPrescott([1, Number.NaN, 2]))).toMatchObject({ reason: 'missing-values' });
  });

  it('cover a multiplicative trend that is continued down to zero', () => {
    const options = { period: 2, model: 'multiplicative', extrapolateTrend: 'period' } as const;
    const x = [
      5e-324, 3.257953648508122e-308, 6.515907297016243e-308, 9.773860945524364e-308, 1.3031814594032485e-307,
    ];
    expect(reasonOf(seasonalDecompose(x, options))).toMatchObject({ reason: 'not-finite' });
  });

  it('are not used for programming errors', () => {
    expect(() => autocorrelation([1, 2, 3], { lagCount: -1 })).toThrowError(/lagCount/);
    expect(() => seasonalDecompose([1, 2, 3], { period: 0 })).toThrowError(/period/);
    expect(() => lastValueForecast([1, 2, 3], { horizon: 0 })).toThrowError(/horizon/);
    expect(() => binLast([1], [1], 0)).toThrowError(/binMs/);
    expect(() => hodrickPrescott([1, 2, 3], -1)).toThrowError(/lambda/);
  });
});
