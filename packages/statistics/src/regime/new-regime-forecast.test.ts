import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomWalk, seriesOf } from '../selection/selection.fixture.js';
import { type NewRegimeForecast, newRegimeForecast } from './new-regime-forecast.js';
import { changed, changes } from './regime.fixture.js';

function taken(x: ArrayLike<number>): NewRegimeForecast {
  const forecast = newRegimeForecast(x as Float64Array, { horizon: 10 });
  if (forecast === undefined) return expect.fail('nothing new was found');
  return forecast;
}

const after = (past: number, since: readonly number[]) =>
  Float64Array.from([...new Array<number>(300).fill(past), ...since]);

/** Over seeds and sizes of one kind of change: share of truths inside, and mean width in units of the oracle's. */
function figures(name: string, since: number): { coverage: number; width: number; found: number } {
  let [inside, width, found, count] = [0, 0, 0, 0];
  for (const change of changes.filter((each) => each.name === name))
    for (let seed = 1; seed <= 25; seed++) {
      const { known, truth } = changed(change, { seed, calm: 90 + 21 * seed, since });
      count++;
      const forecast = newRegimeForecast(known, { horizon: 10 });
      if (forecast === undefined) continue;
      found++;
      const { lower, upper } = forecast;
      truth.forEach((value, h) => {
        if (value >= lower[h]! && value <= upper[h]!) inside++;
        width += (upper[h]! - lower[h]!) / change.oracleWidth;
      });
    }
  return { coverage: inside / (10 * found), width: width / (10 * found), found: found / count };
}

const kinds = [...new Set(changes.map(({ name }) => name))];

describe('the forecast of a new regime', () => {
  it.each(kinds)('holds 88 % within twice the width of one who knows, ten samples into %s', (name) => {
    for (const since of [10, 25]) {
      const { coverage, width, found } = figures(name, since);
      expect(found).toBeGreaterThan(0.75);
      expect(coverage).toBeGreaterThan(0.88);
      expect(width).toBeLessThan(2);
    }
  });

  it.each(kinds)('holds 70 % within a few times that width, from three samples into %s on', (name) => {
    for (const since of [3, 6]) {
      const { coverage, width } = figures(name, since);
      expect(coverage).toBeGreaterThan(0.7);
      expect(width).toBeLessThan(3.5);
    }
  });

  it('takes two samples for no proof of a tenfold rise', () => {
    const { mean, upper } = taken(after(0, [1, 158]));
    expect(Math.max(...mean)).toBeLessThan(400);
    expect(Math.max(...upper)).toBeGreaterThan(200);
  });

  it('is sure of a level that holds where nothing ever varied, a little surer with each sample', () => {
    const widths = [3, 6, 12].map((age) => {
      const { mean, lower, upper } = taken(after(7, new Array(age).fill(158)));
      expect(mean[9]).toBeCloseTo(158, 0);
      return upper[9]! - lower[9]!;
    });
    expect(widths[0]).toBeLessThan(30);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
  });

  it('says since when, and what it thinks goes on', () => {
    const step = changed(
      { before: ({ normal }) => normal(), after: (_, { normal }) => 50 + normal() },
      { seed: 3, calm: 400, since: 9 },
    );
    expect(taken(step.known)).toMatchObject({ age: 9, shapes: [{ shape: 'new level' }] });
    const ramp = changed(
      { before: ({ normal }) => normal(), after: (since, { normal }) => 5 * since + normal() },
      { seed: 4, calm: 400, since: 12 },
    );
    const { age, shapes } = taken(ramp.known);
    expect(Math.abs(age - 12)).toBeLessThanOrEqual(1);
    expect(shapes[0]!.shape).toBe('ramp');
    const wider = changed(
      { before: ({ normal }) => normal(), after: (_, { normal }) => 12 * normal() },
      { seed: 5, calm: 400, since: 20 },
    );
    expect(taken(wider.known).shapes[0]!.shape).toBe('same level');
  });

  it('has shares that add up to 1, and ordered bounds that widen along a ramp', () => {
    const { mean, lower, upper, shapes } = taken(after(0, [5, 11, 14, 21, 26]));
    expect(shapes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    for (let h = 0; h < 10; h++) {
      expect(lower[h]).toBeLessThanOrEqual(mean[h]!);
      expect(upper[h]).toBeGreaterThanOrEqual(mean[h]!);
      if (h > 0) expect(upper[h]! - lower[h]!).toBeGreaterThan(upper[h - 1]! - lower[h - 1]!);
    }
    expect(mean[0]).toBeGreaterThan(26);
  });

  it('does not let a size that never was negative become so, nor positive what never was', () => {
    const up = taken(after(0, [3, 40, 1]));
    expect(Math.min(...up.lower)).toBe(0);
    expect(Math.max(...taken(after(0, [-3, -40, -1])).upper)).toBe(0);
    expect(Math.min(...taken(after(-1, [3, 40, 1])).lower)).toBeLessThan(0);
  });

  it('sees through a first mean that lies on both sides of the change', () => {
    const x = after(0, [62, 101, 95, 108]);
    const widthOf = (averaged: boolean) => {
      const { lower, upper } = newRegimeForecast(x, { horizon: 10, averaged })!;
      return upper[4]! - lower[4]!;
    };
    expect(widthOf(true)).toBeLessThan(60);
    expect(widthOf(true)).toBeLessThan(widthOf(false));
  });

  it('gives the same each time, and does not change its input', () => {
    const x = after(2, [5, 9, 4, 8]);
    const copy = x.slice();
    expect(taken(x)).toEqual(taken(Array.from(x)));
    expect(x).toEqual(copy);
  });

  it('follows a change of unit, sign and offset', () => {
    const change = fc.constantFrom(...changes);
    const scale = fc.constantFrom(-1, 1e-6, 0.37, 60, -1e6);
    fc.assert(
      fc.property(change, fc.nat(1_000), fc.integer({ min: 2, max: 40 }), scale, (each, seed, since, a) => {
        // Far from 0, where signs say nothing.
        const known = changed(each, { seed, calm: 300, since }).known.map((value) => 1e5 + value);
        const plain = newRegimeForecast(known, { horizon: 10 });
        const moved = newRegimeForecast(
          known.map((value) => a * value),
          { horizon: 10 },
        );
        expect(moved?.age).toBe(plain?.age);
        if (plain === undefined || moved === undefined) return;
        const [lower, upper] = a > 0 ? [moved.lower, moved.upper] : [moved.upper, moved.lower];
        const width = plain.upper[9]! - plain.lower[9]!;
        for (let h = 0; h < 10; h++) {
          expect(Math.abs(lower[h]! / a - plain.lower[h]!)).toBeLessThan(0.01 * width);
          expect(Math.abs(upper[h]! / a - plain.upper[h]!)).toBeLessThan(0.01 * width);
        }
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});

describe('nothing new is found', () => {
  it.each<[string, Float64Array]>([
    ['in a constant series', new Float64Array(300).fill(7)],
    ['in fewer than forty samples', Float64Array.from({ length: 39 }, (_, i) => (i > 35 ? 100 : 0))],
    ['where a sample is missing', after(0, [5, Number.NaN, 6])],
    ['where a sample is infinite', after(0, [5, Number.POSITIVE_INFINITY])],
    ['in numbers of 5e-324, whose squares are 0', after(0, [5e-324, 0, 5e-324])],
    ['in bursts like those before', new Float64Array(400).map((_, i) => (i % 23 === 8 ? 50 + (i % 7) : 0))],
    ['in a season that goes on', seriesOf(600, 2, (i, draw) => 9 * Math.sin(i / 12) + draw())],
    ['behind one outlier', seriesOf(500, 3, (i, draw) => draw() + (i === 480 ? 30 : 0))],
    ['behind a step that is older than an hour', seriesOf(500, 4, (i, draw) => draw() + (i < 430 ? 0 : 30))],
  ])('%s', (_, x) => {
    expect(newRegimeForecast(x, { horizon: 10 })).toBeUndefined();
  });

  it('in hardly any of many series of noise and walks', () => {
    let found = 0;
    for (let seed = 1; seed <= 100; seed++) {
      if (
        newRegimeForecast(
          seriesOf(600, seed, (_, draw) => draw()),
          { horizon: 10 },
        )
      )
        found++;
      if (newRegimeForecast(randomWalk(600, seed), { horizon: 10 })) found++;
    }
    expect(found).toBeLessThanOrEqual(6);
  });
});

describe('the forecast of a new regime is sound for', () => {
  it.each<[string, Float64Array]>([
    ['a last sample unlike all others', after(3, [4])],
    ['magnitudes of 1e139', after(0, [1e139, 8e138, 9e139])],
    ['unit noise on an offset of 1e12', after(1e12, [1e12 + 3, 1e12 + 1, 1e12 + 2])],
    ['a jump of many orders of magnitude', seriesOf(300, 5, (i, draw) => draw() + (i > 296 ? 1e100 : 0))],
  ])('%s', (_, x) => {
    const forecast = taken(x);
    for (const column of [forecast.mean, forecast.lower, forecast.upper])
      expect(column.every(Number.isFinite)).toBe(true);
    forecast.mean.forEach((value, h) => {
      expect(forecast.lower[h]).toBeLessThanOrEqual(value);
      expect(forecast.upper[h]).toBeGreaterThanOrEqual(value);
    });
  });

  it('any horizon and level', () => {
    const x = after(0, [5, 9, 4, 8, 6]);
    for (const horizon of [1, 2, 3, 4, 5, 11]) {
      const { mean } = newRegimeForecast(x, { horizon })!;
      expect(mean.length).toBe(horizon);
      expect(mean.every((value) => value > 0)).toBe(true);
    }
    const [narrow, wide] = [0.5, 0.99].map((level) => newRegimeForecast(x, { horizon: 5, level })!);
    expect(narrow!.upper[2]! - narrow!.lower[2]!).toBeLessThan(wide!.upper[2]! - wide!.lower[2]!);
  });
});
