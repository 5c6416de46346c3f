import { describe, expect, it } from 'vitest';
import { recurringLag } from './recurring-lag.js';
import { randomWalk, seriesOf } from './selection.fixture.js';

const found = (runs: number, lagOf: (seed: number) => number) =>
  Array.from({ length: runs }, (_, seed) => lagOf(seed + 1));

describe('recurringLag', () => {
  it.each([12, 24, 60, 288])('finds a season of %i whose shape repeats, in noise', (period) => {
    const lags = found(10, (seed) => {
      const shape = seriesOf(period, 1_000 + seed, (_, draw) => 2 * draw());
      return recurringLag(seriesOf(1_440, seed, (i, draw) => shape[i % period]! + draw()));
    });
    // A whole number of seasons repeats the series as well as one does, but for the noise of the estimate.
    for (const lag of lags) expect(lag % period).toBe(0);
    expect(lags.filter((lag) => lag > 0)).toHaveLength(lags.length);
  });

  it.each([24, 60, 288])(
    'finds a wave of %i on a line, in noise half as large, within a twelfth',
    (period) => {
      const lags = found(10, (seed) =>
        recurringLag(
          seriesOf(1_440, seed, (i, draw) => Math.sin((2 * Math.PI * i) / period) + 0.3 * draw() + 0.01 * i),
        ),
      );
      for (const lag of lags) {
        const seasons = Math.round(lag / period);
        expect(seasons).toBeGreaterThanOrEqual(1);
        expect(Math.abs(lag - seasons * period)).toBeLessThanOrEqual(period / 12);
      }
    },
  );

  it('finds none in most white noise, and none in what does not move', () => {
    const lags = found(40, (seed) => recurringLag(seriesOf(600, seed, (_, draw) => draw())));
    expect(lags.filter((lag) => lag > 0).length).toBeLessThanOrEqual(4);
    expect(recurringLag(new Float64Array(500).fill(1e10))).toBe(0);
    expect(recurringLag(Float64Array.from({ length: 500 }, (_, i) => 3 * i))).toBe(0);
  });

  it('is 0, or at least 2 with room for two and a half repetitions', () => {
    for (let n = 1; n < 400; n += 7) {
      const lag = recurringLag(randomWalk(n, n));
      expect(lag === 0 || (lag >= 2 && lag <= n / 2.5)).toBe(true);
    }
  });

  it('depends on neither unit nor offset', () => {
    const x = seriesOf(800, 3, (i, draw) => 3 * Math.sin((2 * Math.PI * i) / 50) + draw());
    const lag = recurringLag(x);
    expect(lag).toBeGreaterThan(0);
    expect(recurringLag(x.map((value) => 1e10 + 64 * value))).toBe(lag);
  });
});
