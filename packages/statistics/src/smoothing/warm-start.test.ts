import { describe, expect, it } from 'vitest';
import { goldenSeries, readGolden } from '../../golden/read-golden.js';
import { hodrickPrescott } from '../filtering/hodrick-prescott.js';
import { isUnavailable, type Unavailable } from '../outcome/unavailable.js';
import { type HoltWintersOptions, holtWinters } from './holt-winters.js';
import type { HoltWintersFit } from './holt-winters-fit.js';

function fitted(outcome: HoltWintersFit | Unavailable): HoltWintersFit {
  if (isUnavailable(outcome)) throw new Error(outcome.detail);
  return outcome;
}

const reference = { trend: 'multiplicative', seasonal: 'additive', period: 550 } as const;
const rounds = readGolden<{ metric: string; partition: string; hours: number; raw: number[] }[]>('hw_seed')
  .filter(({ hours }) => hours === 48)
  .flatMap((c) => [1, 15].map((shift) => [`${c.metric} ${c.partition}`, shift, c.raw] as const));

const small: [string, string, HoltWintersOptions][] = [
  ['a level', 'drift_300', {}],
  ['a damped trend', 'trendstat_200', { trend: 'additive', damped: true }],
  ['a season added', 'seasadd_12', { trend: 'additive', seasonal: 'additive', period: 12 }],
  ['a season multiplied', 'seasmul_12', { trend: 'additive', seasonal: 'multiplicative', period: 12 }],
  ['factors only', 'seasmul_12', { trend: 'multiplicative', seasonal: 'multiplicative', period: 12 }],
];

describe('holtWinters from the fit of an earlier window', () => {
  it.each(rounds)('fits %s, %s minutes on, as well in no more evaluations', (_, shift, raw) => {
    const windowAt = (from: number) => {
      const filtered = hodrickPrescott(raw.slice(from, from + 1440));
      if (isUnavailable(filtered)) throw new Error(filtered.detail);
      return filtered.trend;
    };
    const fit = fitted(holtWinters(windowAt(300), reference));
    const cold = fitted(holtWinters(windowAt(300 + shift), reference));
    const warm = fitted(holtWinters(windowAt(300 + shift), { ...reference, warmStart: { fit, shift } }));
    expect(warm.sse / cold.sse).toBeLessThanOrEqual(1.001);
    expect(warm.evaluations).toBeLessThanOrEqual(shift === 1 ? cold.evaluations - 1 : cold.evaluations);
  });

  it.each(small)('fits a model with %s as well in fewer evaluations', (_, name, options) => {
    const x = goldenSeries(name);
    for (const shift of [1, 7]) {
      const fit = fitted(holtWinters(x.slice(0, -shift), options));
      const cold = fitted(holtWinters(x.slice(shift), options));
      const warm = fitted(holtWinters(x.slice(shift), { ...options, warmStart: { fit, shift } }));
      expect(warm.sse / cold.sse).toBeLessThanOrEqual(1.001);
      expect(warm.evaluations).toBeLessThan(cold.evaluations);
    }
  });

  it('starts in the state that the earlier fit has after the samples that are gone', () => {
    const x = goldenSeries('seasadd_12');
    const options = { trend: 'additive', seasonal: 'additive', period: 12 } as const;
    const fit = fitted(holtWinters(x, options));
    const rest = fitted(
      holtWinters(x.slice(5), { ...options, warmStart: { fit, shift: 5 }, maxEvaluations: 1 }),
    );
    rest.residual.forEach((value, t) => {
      expect(value).toBeCloseTo(fit.residual[t + 5]!, 9);
    });
  });

  it.each<[string, (fit: HoltWintersFit) => HoltWintersFit]>([
    ['of another model', (fit) => ({ ...fit, model: { ...fit.model, damped: true } })],
    ['that is worse than the grid', (fit) => ({ ...fit, initial: { ...fit.initial, level: 1e6 } })],
    ['outside the domain', (fit) => ({ ...fit, initial: { ...fit.initial, level: -1 } })],
    ['that is not finite', (fit) => ({ ...fit, initial: { ...fit.initial, level: Number.NaN } })],
  ])('starts cold in place of a fit %s', (_, spoil) => {
    const x = goldenSeries('trendstat_200').map((value) => value + 1000);
    const options = { trend: 'multiplicative' } as const;
    const cold = fitted(holtWinters(x, options));
    const warm = fitted(holtWinters(x, { ...options, warmStart: { fit: spoil(cold), shift: 0 } }));
    expect(warm.sse).toBe(cold.sse);
    expect(warm.evaluations).toBe(cold.evaluations);
  });

  it('refuses a negative shift', () => {
    const fit = fitted(holtWinters([1, 2, 3, 2, 1]));
    expect(() => holtWinters([1, 2, 3], { warmStart: { fit, shift: -1 } })).toThrowError(/shift/);
  });
});
