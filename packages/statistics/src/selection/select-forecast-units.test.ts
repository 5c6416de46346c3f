import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../outcome/unavailable.js';
import { type SelectedForecast, selectForecast } from './select-forecast.js';
import { randomWalk, seriesOf } from './selection.fixture.js';

function taken(x: Float64Array): SelectedForecast {
  const outcome = selectForecast(x, { horizon: 10 });
  if (isUnavailable(outcome)) throw new Error(outcome.detail);
  return outcome;
}

/** Series without a season: what is fitted to one is searched for from a start, and along a way, that an offset changes. */
const kinds: readonly ((seed: number) => Float64Array)[] = [
  (seed) => randomWalk(260, seed),
  (seed) => seriesOf(260, seed, (_, draw) => 10 * draw()),
  (seed) => seriesOf(260, seed, (i, draw) => i / 5 + draw()),
  (seed) => seriesOf(260, seed, (i, draw) => draw() + (i > 200 ? 20 : 0)),
];

describe('a selected forecast', () => {
  it('follows a change of unit and offset', () => {
    const kind = fc.constantFrom(...kinds);
    const scale = fc.constantFrom(1e-3, 0.37, 1, 60, 1e6);
    fc.assert(
      fc.property(kind, fc.nat(1_000), scale, fc.constantFrom(0, -3, 100), (make, seed, a, b) => {
        const x = make(seed);
        const [plain, moved] = [taken(x), taken(x.map((value) => a * (value + b)))];
        fc.pre(plain.candidates.every(({ name }) => !name.startsWith('holt-winters')));
        const width = plain.upper[9]! - plain.lower[9]!;
        for (const part of ['mean', 'lower', 'upper'] as const)
          moved[part].forEach((value, h) => {
            // A millionth of the width: rounding of sums over hundreds of samples, and nothing else.
            expect(Math.abs(value / a - b - plain[part][h]!)).toBeLessThan(1e-6 * width);
          });
        expect(moved.candidates.slice(0, 3).map(({ name }) => name)).toEqual(
          plain.candidates.slice(0, 3).map(({ name }) => name),
        );
        expect(moved.backtest.intervalScore).toBeCloseTo(plain.backtest.intervalScore, 5);
      }),
      { numRuns: 15 },
    );
  });

  it('follows a change of unit by a power of two digit for digit, season or not', () => {
    const seasonal = seriesOf(500, 5, (i, draw) => 40 + 9 * Math.sin((2 * Math.PI * i) / 24) + draw());
    for (const x of [seasonal, randomWalk(300, 8)]) {
      const [plain, moved] = [taken(x), taken(x.map((value) => value * 2 ** 20))];
      moved.mean.forEach((value, h) => {
        expect(Math.abs(value / 2 ** 20 / plain.mean[h]! - 1)).toBeLessThan(1e-9);
      });
    }
  });
});
