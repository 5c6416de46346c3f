import { describe, expect, it } from 'vitest';
import { readGolden } from '../../golden/read-golden.js';
import { hodrickPrescott } from '../filtering/hodrick-prescott.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { forecastIntervals } from './forecast-intervals.js';
import { holtWinters } from './holt-winters.js';

interface Case {
  metric: string;
  partition: string;
  hours: number;
  raw: number[];
  sse: number;
  forecast: number[];
}

describe('holtWinters in the reference configuration: trend times, season of 550 plus', () => {
  const cases = readGolden<Case[]>('hw_seed');
  it.each(cases.map((c) => [`${c.metric} ${c.partition} ${c.hours} h`, c] as const))('%s', (_, c) => {
    const filtered = hodrickPrescott(c.raw);
    if (isUnavailable(filtered)) return expect.fail(filtered.detail);
    const fit = holtWinters(filtered.trend, { trend: 'multiplicative', seasonal: 'additive', period: 550 });
    if (isUnavailable(fit)) return expect.fail(fit.detail);
    expect(fit.sse / c.sse).toBeLessThanOrEqual(1.001);
    // To the end of the penalised search, not to a limit of evaluations.
    expect(fit.converged).toBe(true);
    expect(fit.evaluations).toBeLessThanOrEqual(15);
    const forecast = forecastIntervals(fit, { horizon: c.forecast.length });
    if (isUnavailable(forecast)) return expect.fail(forecast.detail);
    c.forecast.forEach((expected, h) => {
      expect(Math.abs(forecast.mean[h]! / expected - 1)).toBeLessThanOrEqual(0.02);
    });
  });
});
