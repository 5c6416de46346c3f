import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtestLoss, halvingWeights } from './backtest-loss.js';
import { simpleSmoothingCandidate } from './level-candidates.js';
import { forecastAt, rollingOrigins } from './selection.fixture.js';

describe('halvingWeights', () => {
  it('are 1 for the newest and halve with every half-life', () => {
    halvingWeights(100, 20).forEach((weight, i) => {
      expect(weight).toBeCloseTo(0.5 ** ((99 - i) / 20), 12);
    });
    expect(halvingWeights(100, 20).at(-1)).toBe(1);
    expect(halvingWeights(0, 20)).toHaveLength(0);
  });
});

describe('backtestLoss', () => {
  it('is the weighted mean of all absolute errors whose truth is known', () => {
    fc.assert(
      fc.property(rollingOrigins, fc.nat(10), (origins, late) => {
        const { x, horizon } = origins;
        const weights = halvingWeights(x.length - origins.first, 30);
        const candidate = { ...simpleSmoothingCandidate(origins, 0.3), first: origins.first + late };
        let [sum, total] = [0, 0];
        for (let origin = candidate.first; origin < x.length; origin++)
          forecastAt(origins, candidate, origin).forEach((value, h) => {
            if (origin + h >= x.length) return;
            const weight = 0.5 ** ((x.length - 1 - origin) / 30);
            sum += weight * Math.abs(x[origin + h]! - value);
            total += weight;
          });
        expect(backtestLoss(origins, candidate, weights)).toBeCloseTo(sum / total, 8);
        expect(candidate.forecasts).toHaveLength((x.length - origins.first + 1) * horizon);
      }),
      { numRuns: 30 },
    );
  });

  it('counts an error of a half-life ago half', () => {
    const origins = { x: new Float64Array(60), first: 20, horizon: 1 };
    const wrongAt = (origin: number) => {
      const forecasts = new Float64Array(41);
      forecasts[origin - 20] = 1;
      return backtestLoss(origins, { first: 20, forecasts }, halvingWeights(40, 15));
    };
    expect(wrongAt(44) / wrongAt(59)).toBeCloseTo(0.5, 12);
  });

  it('is 0 for forecasts that were right', () => {
    const origins = { x: new Float64Array(60).fill(7), first: 20, horizon: 4 };
    expect(backtestLoss(origins, simpleSmoothingCandidate(origins, 1), halvingWeights(40, 15))).toBe(0);
  });
});
