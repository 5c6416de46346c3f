import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AutoregressionInput, autoregressionCandidate } from './autoregression-candidate.js';
import { leastSquares, reweightedLeastSquares } from './least-absolute-regression.js';
import { FIRST_REGRESSED, REGRESSORS, regressorRows } from './regressors.js';
import type { RollingOrigins } from './rolling-origins.js';
import { forecastAt, seriesOf } from './selection.fixture.js';
import { fromSpreadScale, spreadScale, toSpreadScale } from './spread-scale.js';

const [n, first, horizon] = [240, 150, 5];

/** Autoregressive noise, with a season of 12 if wanted. */
function series(seed: number, season = 0): Float64Array {
  let value = 0;
  return seriesOf(n, seed, (i, draw) => {
    value = 0.7 * value + draw();
    return value + season * Math.sin((2 * Math.PI * i) / 12);
  });
}

function inputs(x: Float64Array): AutoregressionInput[] {
  const scale = spreadScale(x);
  const z = toSpreadScale(x, scale);
  return [
    { name: 'centred', z: x.map((value) => value - scale.centre), period: 0, origin: scale.centre },
    { name: 'spread', z, period: 0, origin: scale },
    { name: 'seasonal', z, period: 12, origin: scale },
  ];
}

function taken(
  origins: RollingOrigins,
  input: AutoregressionInput,
  learnt = n,
  remembered?: Parameters<typeof autoregressionCandidate>[3],
) {
  const found = autoregressionCandidate(origins, input, learnt, remembered);
  if (found === undefined) throw new Error('no autoregression');
  return found;
}

/** Written out for one origin: the last value, and each regressor times its coefficient. */
function expectedAt(y: Float64Array, coefficients: Float64Array, origin: number, h: number): number {
  const last = y[origin - 1]!;
  const level = (alpha: number) =>
    y.subarray(0, origin).reduce((held, v) => held + alpha * (v - held), y[0]!);
  const seen = [1, 2, 4, 8].map((lag) => y[origin - 1 - lag]! - last);
  seen.push(level(0.1) - last, level(0.02) - last, -last);
  return last + seen.reduce((sum, value, k) => sum + value * coefficients[k * horizon + h]!, 0);
}

describe('autoregressionCandidate', () => {
  it('forecasts by its past coefficients, and at the last origin by the present ones', () => {
    const x = series(3);
    const origins = { x, first, horizon };
    const [centred, spread] = inputs(x);
    for (const input of [centred!, spread!]) {
      const { candidate, estimate } = taken(origins, input);
      for (const origin of [first, first + 17, n - 1, n]) {
        const coefficients = origin === n ? estimate.present : estimate.past;
        forecastAt(origins, candidate, origin).forEach((value, h) => {
          const onScale = expectedAt(input.z, coefficients, origin, h);
          const { origin: unit } = input;
          const expected = typeof unit === 'number' ? onScale + unit : fromSpreadScale(onScale, unit);
          expect(value).toBeCloseTo(expected, 9);
        });
      }
    }
  });

  it('learns its past coefficients before the backtest, and its present ones from all that may be learnt from', () => {
    const x = series(4);
    const [input] = inputs(x);
    const y = input!.z;
    const meanStep = (count: number) =>
      y.subarray(1, count).reduce((sum, value, i) => sum + Math.abs(value - y[i]!), 0) / (count - 1);
    const { estimate } = taken({ x, first, horizon }, input!, 230);
    const rows = regressorRows(y);
    const [before, all] = [
      { from: FIRST_REGRESSED, known: first },
      { from: FIRST_REGRESSED, known: 230 },
    ];
    const problem = { y, rows, horizon, step: meanStep(first) };
    const past = reweightedLeastSquares(problem, before, leastSquares(problem, before));
    expect(estimate.past).toEqual(past);
    expect(estimate.present).toEqual(reweightedLeastSquares({ ...problem, step: meanStep(230) }, all, past));
    expect(estimate.past).toHaveLength(REGRESSORS * horizon);
  });

  it('has past coefficients that no sample behind the first origin changes, but through lag, share and scale', () => {
    const at = fc.integer({ min: first, max: n - 1 });
    fc.assert(
      fc.property(fc.nat(1000), at, fc.double({ min: -50, max: 50, noNaN: true }), (seed, i, value) => {
        const x = series(seed, 2);
        for (const input of inputs(x)) {
          const changed = { ...input, z: input.z.map((each, k) => (k === i ? value : each)) };
          const [before, after] = [
            taken({ x, first, horizon }, input),
            taken({ x, first, horizon }, changed),
          ];
          if (input.period === 0) {
            expect(after.estimate.past).toEqual(before.estimate.past);
            continue;
          }
          // With a season, the samples it learns from are those without the share of the season: only the share may matter.
          const shared = { ...before.estimate, seasonShare: after.estimate.seasonShare };
          const carried = taken({ x, first, horizon }, input, n, shared).candidate;
          const own = taken({ x, first, horizon }, changed, n, shared).candidate;
          expect(forecastAt({ x, first, horizon }, own, first)).toEqual(
            forecastAt({ x, first, horizon }, carried, first),
          );
        }
      }),
      { numRuns: 12 },
    );
  });

  it('does not look ahead: with estimates given, samples behind an origin change nothing before it', () => {
    const at = fc.integer({ min: first + 1, max: n - 1 });
    fc.assert(
      fc.property(fc.nat(1000), at, fc.double({ min: -50, max: 50, noNaN: true }), (seed, origin, value) => {
        const x = series(seed, 2);
        const origins = { x, first, horizon };
        for (const input of inputs(x)) {
          const { candidate, estimate } = taken(origins, input);
          const changed = { ...input, z: input.z.map((each, i) => (i < origin ? each : value)) };
          const after = taken(origins, changed, n, estimate).candidate;
          for (let known = first; known <= origin; known++)
            expect(forecastAt(origins, after, known)).toEqual(forecastAt(origins, candidate, known));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('forecasts the same with the estimates that it remembers', () => {
    const x = series(5, 2);
    for (const input of inputs(x)) {
      const fresh = taken({ x, first, horizon }, input, 235);
      const again = taken({ x, first, horizon }, input, 235, fresh.estimate);
      expect(again.candidate.forecasts).toEqual(fresh.candidate.forecasts);
      expect(again.estimate.past).toBe(fresh.estimate.past);
    }
  });

  it('comes near the best forecast of an autoregression, 0.7 of the last value', () => {
    let value = 0;
    const x = seriesOf(1_200, 6, (_, draw) => {
      value = 0.7 * value + draw();
      return value;
    });
    const origins = { x, first: 800, horizon };
    const { candidate } = taken(origins, inputs(x)[0]!, x.length);
    let [ours, best, naive] = [0, 0, 0];
    for (let origin = origins.first; origin < x.length; origin++) {
      ours += Math.abs(x[origin]! - forecastAt(origins, candidate, origin)[0]!);
      best += Math.abs(x[origin]! - 0.7 * x[origin - 1]!);
      naive += Math.abs(x[origin]! - x[origin - 1]!);
    }
    expect(ours).toBeLessThan(1.04 * best);
    expect(naive).toBeGreaterThan(1.04 * best);
  });

  it('takes off most of a season that is there, and little of one that is not', () => {
    const share = (x: Float64Array) => taken({ x, first, horizon }, inputs(x)[2]!).estimate.seasonShare;
    expect(share(series(7, 10))).toBeGreaterThan(0.9);
    expect(share(seriesOf(n, 7, (_, draw) => draw()))).toBeLessThan(0.3);
  });

  it('stays within a factor e of the distances seen so far', () => {
    const x = Float64Array.from({ length: n }, (_, i) => Math.exp(i / 10));
    const input = inputs(x)[1]!;
    const { candidate } = taken({ x, first, horizon }, input);
    for (let origin = first; origin <= n; origin++)
      for (const value of forecastAt({ x, first, horizon }, candidate, origin))
        expect(value).toBeLessThanOrEqual(1.001 * Math.E * x[origin - 1]!);
  });

  it('is absent where there is too little to learn from, or nothing moves', () => {
    const x = series(8);
    expect(autoregressionCandidate({ x, first: 60, horizon }, inputs(x)[0]!, n, undefined)).toBeUndefined();
    const still = { name: 'still', z: new Float64Array(n), period: 0, origin: 7 };
    expect(autoregressionCandidate({ x, first, horizon }, still, n, undefined)).toBeUndefined();
  });
});
