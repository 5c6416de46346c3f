import type { Decomposition, DickeyFuller, HodrickPrescott } from '@forewarn/analysis';
import { describe, expect, it, test } from 'vitest';
import { type Judged, resultOf, verdict } from './verdict.fixture.js';

const dickeyFuller = resultOf<DickeyFuller>('dickeyFuller');
const filter = resultOf<HodrickPrescott>('hodrickPrescott');
const decomposition = resultOf<Decomposition>('decomposition');
const autocorrelation = (...values: number[]) => ({ autocorrelation: { values: Float64Array.from(values) } });
const none = Number.NaN;
const infinity = Number.POSITIVE_INFINITY;

describe('test, filter, autocorrelation and decomposition are accepted or refused with what is wrong', () => {
  test.each<Judged>([
    ['a p-value of 0', dickeyFuller({ pValue: 0 }), 'accepted'],
    ['a p-value of 1', dickeyFuller({ pValue: 1, stationary: false }), 'accepted'],
    ['a p-value of 5 %', dickeyFuller({ pValue: 0.05, stationary: false }), 'accepted'],
    [
      'a p-value of 5 % that is called low',
      dickeyFuller({ pValue: 0.05 }),
      'dickeyFuller.stationary is true although the p-value is 0.05',
    ],
    ['a p-value below 0', dickeyFuller({ pValue: -0.1 }), 'dickeyFuller.pValue is -0.1, must be from 0 to 1'],
    [
      'a p-value above 1',
      dickeyFuller({ pValue: 1.1, stationary: false }),
      'dickeyFuller.pValue is 1.1, must be from 0 to 1',
    ],
    ['no statistic', dickeyFuller({ statistic: none }), 'dickeyFuller.statistic is NaN, must be finite'],
    ['no p-value', dickeyFuller({ pValue: none }), 'dickeyFuller.pValue is NaN, must be finite'],
    [
      'a critical value without end',
      dickeyFuller({ criticalValues: { '1%': -infinity, '5%': 0, '10%': 0 } }),
      'dickeyFuller.criticalValues.1% is -Infinity, must be finite',
    ],
    ['no lags', dickeyFuller({ usedLag: 0 }), 'accepted'],
    [
      'no observations',
      dickeyFuller({ observations: 0 }),
      'dickeyFuller.observations is 0, must be a whole number of at least 1',
    ],
    ['one observation', dickeyFuller({ observations: 1 }), 'accepted'],

    ['no smoothing', filter({ lambda: 0 }), 'hodrickPrescott.lambda must be greater than 0'],
    [
      'smoothing without end',
      filter({ lambda: infinity }),
      'hodrickPrescott.lambda is Infinity, must be finite',
    ],
    [
      'a trend of another length',
      filter({ trend: new Float64Array(4) }),
      'hodrickPrescott.trend has 4 values, the window has 3 grid points',
    ],
    [
      'a trend with a hole',
      filter({ trend: Float64Array.of(1, 2, none) }),
      'hodrickPrescott.trend[2] is NaN, must be finite',
    ],
    [
      'a cycle with a hole',
      filter({ cycle: Float64Array.of(none, 1, 1) }),
      'hodrickPrescott.cycle[0] is NaN, must be finite',
    ],

    ['as many lags as points', autocorrelation(1, -1, 1 + 1e-10), 'accepted'],
    ['one lag', autocorrelation(1), 'accepted'],
    ['no lag', autocorrelation(), 'autocorrelation.values has 0 lags over 3 grid points'],
    [
      'more lags than points',
      autocorrelation(1, 0, 0, 0),
      'autocorrelation.values has 4 lags over 3 grid points',
    ],
    ['a lag below -1', autocorrelation(-2), 'autocorrelation.values[0] is -2, must be from -1 to 1'],
    ['a lag that is NaN', autocorrelation(1, none), 'autocorrelation.values[1] is NaN, must be from -1 to 1'],

    ['a season of one', decomposition({ period: 1 }), 'accepted'],
    [
      'a season of none',
      decomposition({ period: 0 }),
      'decomposition.period is 0, must be a whole number of at least 1',
    ],
    [
      'a multiplicative decomposition with holes',
      decomposition({ model: 'multiplicative', seasonal: Float64Array.of(none, none, none) }),
      'accepted',
    ],
    [
      'a decomposition of a third kind',
      decomposition({ model: 'other' as never }),
      'decomposition.model is neither "additive" nor "multiplicative"',
    ],
    ...(['trend', 'seasonal', 'residual'] as const).map(
      (name): Judged => [
        `a ${name} without end`,
        decomposition({ [name]: Float64Array.of(0, -infinity, 0) }),
        `decomposition.${name}[1] is -Infinity, must be finite`,
      ],
    ),
    ...(['trend', 'seasonal', 'residual'] as const).map(
      (name): Judged => [
        `a ${name} that is short`,
        decomposition({ [name]: new Float64Array(1) }),
        `decomposition.${name} has 1 values, the window has 3 grid points`,
      ],
    ),
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });

  it('a lag below 0 in JSON', () => {
    expect(verdict(dickeyFuller({ usedLag: -1 }), 'json')).toBe(
      'dickeyFuller.usedLag is -1, must be a whole number of at least 0',
    );
  });
});
