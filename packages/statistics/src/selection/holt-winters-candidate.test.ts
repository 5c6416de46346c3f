import { describe, expect, it } from 'vitest';
import { forecastPoints } from '../smoothing/forecast-points.js';
import { type HoltWintersOptions, holtWinters } from '../smoothing/holt-winters.js';
import { holtWintersCandidate } from './holt-winters-candidate.js';
import { forecastAt, seriesOf } from './selection.fixture.js';

const [first, horizon, from, known] = [120, 15, 20, 130];
const x = seriesOf(200, 3, (i, draw) => 1_000 + i + 20 * Math.sin((2 * Math.PI * i) / 12) + 4 * draw());
const origins = { x, first, horizon };
const entryOf = (options: HoltWintersOptions) => ({ name: 'it', options, from, known });

describe('holtWintersCandidate', () => {
  it.each<[string, HoltWintersOptions]>([
    ['no trend', { seasonal: 'additive', period: 12, maxEvaluations: 8 }],
    ['an additive trend', { trend: 'additive', seasonal: 'additive', period: 12, maxEvaluations: 8 }],
    ['a damped trend', { trend: 'additive', damped: true, seasonal: 'additive', period: 12 }],
    ['a multiplicative trend', { trend: 'multiplicative', seasonal: 'additive', period: 12 }],
  ])('with %s, forecasts at each origin as the same model run over the samples known there', (_, options) => {
    const found = holtWintersCandidate(origins, entryOf(options), undefined)!;
    const { parameters, initial } = found.estimate;
    expect(found.candidate.first).toBe(known);
    for (const origin of [known, known + 1, known + 31, x.length]) {
      const run = holtWinters(x.subarray(from, origin), { ...options, parameters, initial });
      if ('reason' in run) return expect.fail(run.detail);
      const expected = forecastPoints(run.model, run.parameters, run.final, horizon);
      forecastAt(origins, found.candidate, origin).forEach((value, h) => {
        expect(value).toBeCloseTo(expected[h]!, 8);
      });
    }
  });

  it('is fitted to the samples before its first origin only', () => {
    const options = { seasonal: 'additive', period: 12, maxEvaluations: 8 } as const;
    const changed = { ...origins, x: x.map((value, i) => (i < known ? value : -value)) };
    const [before, after] = [origins, changed].map((each) =>
      holtWintersCandidate(each, entryOf(options), undefined),
    );
    expect(after!.estimate).toEqual(before!.estimate);
    expect(forecastAt(changed, after!.candidate, known)).toEqual(
      forecastAt(origins, before!.candidate, known),
    );
  });

  it('runs on with the estimate that it remembers', () => {
    const entry = entryOf({ seasonal: 'additive', period: 12, maxEvaluations: 8 });
    const fresh = holtWintersCandidate(origins, entry, undefined)!;
    const again = holtWintersCandidate(origins, entry, fresh.estimate)!;
    expect(again.candidate.forecasts).toEqual(fresh.candidate.forecasts);
    expect(again.estimate.initial).toBe(fresh.estimate.initial);
  });

  it('is absent where the model cannot be fitted', () => {
    const entry = entryOf({ trend: 'multiplicative', seasonal: 'additive', period: 12 });
    const negative = { ...origins, x: x.map((value) => -value) };
    expect(holtWintersCandidate(negative, entry, undefined)).toBeUndefined();
  });
});
