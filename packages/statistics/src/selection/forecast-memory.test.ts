import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../outcome/unavailable.js';
import { type ForecastMemory, recall } from './forecast-memory.js';
import { selectForecast } from './select-forecast.js';
import { seriesOf } from './selection.fixture.js';

const [width, refitEvery, rounds] = [600, 10, 13];
let [held, phase] = [0, 0];
const x = seriesOf(width + rounds, 6, (i, draw) => {
  held = 0.8 * held + draw();
  // The phase wanders, so that the season before is the one that a season most resembles.
  phase += 0.07 * draw();
  return 100 + 8 * Math.sin((2 * Math.PI * i) / 24 + phase) + held + (i % 211 === 0 ? 50 : 0);
});
/** Of the round that ends at sample `width + round`: models are due when that is a multiple of `refitEvery`. */
const windowOf = (round: number) => x.slice(round, round + width);
const optionsOf = (round: number) => ({ horizon: 10, refitEvery, sinceRefit: round % refitEvery });

describe('the memory of forecasts', () => {
  it('changes no digit of any round, and keeps its estimates until models are due', () => {
    const memory: ForecastMemory = {};
    let estimates: unknown;
    let refits = 0;
    for (let round = 0; round < rounds; round++) {
      const without = selectForecast(windowOf(round), optionsOf(round));
      const outcome = selectForecast(windowOf(round), { ...optionsOf(round), memory });
      expect(isUnavailable(outcome)).toBe(false);
      expect(outcome, `round ${round}`).toEqual(without);
      const isDue = round % refitEvery === 0;
      expect(memory.remembered?.estimates === estimates, `round ${round}`).toBe(!isDue);
      if (memory.remembered?.estimates !== estimates) refits++;
      estimates = memory.remembered?.estimates;
    }
    expect(refits).toBe(2);
  });

  it('holds all that is estimated', () => {
    const memory: ForecastMemory = {};
    selectForecast(windowOf(0), { ...optionsOf(0), memory });
    const { estimates } = memory.remembered!;
    expect(Math.abs(estimates.period - 24)).toBeLessThanOrEqual(2);
    expect(estimates.autoregressions.size).toBe(3);
    expect(estimates.smoothing.size).toBe(1);
  });

  it('is used: other estimates in it give another forecast', () => {
    const memory: ForecastMemory = {};
    const honest = selectForecast(windowOf(0), { ...optionsOf(0), memory });
    const { remembered } = memory;
    const { autoregressions, smoothing } = remembered!.estimates;
    const estimates = { scale: { centre: 0, spread: 1 }, period: 7, autoregressions, smoothing };
    const forged: ForecastMemory = { remembered: { ...remembered!, estimates } };
    expect(selectForecast(windowOf(0), { ...optionsOf(0), memory: forged })).not.toEqual(honest);
  });

  it('makes new estimates for a changed sample in the part that is learnt from, and none for one behind it', () => {
    for (const [at, isNew] of [
      [300, true],
      [width - 4, true],
      [width - 3, false],
      [width - 1, false],
    ] as const) {
      const memory: ForecastMemory = {};
      selectForecast(windowOf(3), { ...optionsOf(3), memory });
      const before = memory.remembered;
      const changed = windowOf(3).map((value, i) => (i === at ? value + 1 : value));
      const outcome = selectForecast(changed, { ...optionsOf(3), memory });
      expect(memory.remembered !== before, `sample ${at}`).toBe(isNew);
      expect(outcome).toEqual(selectForecast(changed, optionsOf(3)));
    }
  });

  it('survives a caller that reuses its array', () => {
    const memory: ForecastMemory = {};
    const window = windowOf(0);
    selectForecast(window, { ...optionsOf(0), memory });
    window.fill(0);
    expect(memory.remembered?.learnt.some((value) => value === 0)).toBe(false);
  });
});

describe('recall', () => {
  const memory: ForecastMemory = {};
  selectForecast(windowOf(0), { ...optionsOf(0), memory });
  const { learnt, known, horizon, estimates } = memory.remembered!;

  it('finds the estimates for exactly the same samples, backtest and horizon', () => {
    expect(recall(memory, { learnt: learnt.slice(), known, horizon })).toBe(estimates);
    expect(recall(memory, { learnt, known: known - 1, horizon })).toBeUndefined();
    expect(recall(memory, { learnt, known, horizon: 9 })).toBeUndefined();
    expect(recall(memory, { learnt: learnt.subarray(1), known, horizon })).toBeUndefined();
    expect(
      recall(memory, { learnt: learnt.map((v, i) => (i === 5 ? v + 1 : v)), known, horizon }),
    ).toBeUndefined();
  });

  it('finds none where nothing is remembered', () => {
    expect(recall({}, { learnt, known, horizon })).toBeUndefined();
    expect(recall(undefined, { learnt, known, horizon })).toBeUndefined();
  });
});
