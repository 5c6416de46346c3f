import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grid } from './grid.js';
import { fillLeftOut, leftOutPoints, withoutPoints } from './left-out.js';

fc.configureGlobal({ seed: 1 });

const missing = Number.NaN;
const startMs = Date.UTC(2026, 0, 2);
const minute = (count: number) => startMs + count * 60_000;
const range = (from: number, to: number) => ({ startMs: minute(from), endMs: minute(to) });
const gridOf = (...values: number[]): Grid => ({
  startMs,
  stepMs: 60_000,
  values: Float64Array.from(values),
});
const six = gridOf(0, 1, 2, 3, 4, 5);

describe('leftOutPoints', () => {
  it.each([
    ['none without a range', [], [0, 0, 0, 0, 0, 0]],
    ['those of a range, with both its ends', [range(1, 3)], [0, 1, 1, 1, 0, 0]],
    ['those of each range', [range(0, 1), range(4, 5)], [1, 1, 0, 0, 1, 1]],
    ['all where the range holds the grid', [range(-9, 9)], [1, 1, 1, 1, 1, 1]],
    ['those up to the end of one that began before', [range(-9, 0)], [1, 0, 0, 0, 0, 0]],
    ['those from the begin of one that goes on', [range(4, 9)], [0, 0, 0, 0, 1, 1]],
    ['none for a range before or behind', [range(-9, -1), range(6, 9)], [0, 0, 0, 0, 0, 0]],
    ['those that lie within, whatever the step', [range(1.5, 2.5)], [0, 0, 1, 0, 0, 0]],
  ])('are %s', (_, ranges, points) => {
    expect([...leftOutPoints(six, ranges, false)]).toEqual(points);
  });

  it('have the first rate behind a range among them, which is the mean since before', () => {
    const rates = gridOf(missing, missing, 4, missing, missing, 7, 8);
    expect([...leftOutPoints(rates, [range(1, 3)], true)]).toEqual([0, 1, 1, 1, 1, 1, 0]);
    // It stands at the end where nothing is missing.
    expect([...leftOutPoints(six, [range(1, 3)], true)]).toEqual([0, 1, 1, 1, 0, 0]);
    // A gauge tells of its own time alone.
    expect([...leftOutPoints(rates, [range(1, 3)], false)]).toEqual([0, 1, 1, 1, 0, 0, 0]);
  });

  it('have the first rate of a grid among them where a range reaches into the step before it, and not else', () => {
    expect([...leftOutPoints(six, [range(-9, -0.5)], true)]).toEqual([1, 0, 0, 0, 0, 0]);
    expect([...leftOutPoints(six, [range(-9, -1)], true)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('end with the range where no rate comes behind it', () => {
    expect([...leftOutPoints(gridOf(1, 2, missing, missing, missing), [range(1, 2)], true)]).toEqual([
      0, 1, 1, 0, 0,
    ]);
  });
});

describe('withoutPoints', () => {
  it('misses what is left out, in a copy', () => {
    expect(withoutPoints(six, Uint8Array.of(1, 0, 0, 1, 0, 0))).toEqual(gridOf(missing, 1, 2, missing, 4, 5));
    expect([...six.values]).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

/** What becomes of values in which those marked are left out. */
const filled = (values: readonly number[], leftOut: readonly number[]) => {
  const points = Uint8Array.from(leftOut);
  return [...fillLeftOut(withoutPoints(gridOf(...values), points).values, points)];
};

describe('fillLeftOut', () => {
  it.each<[string, number[], number[], number[]]>([
    ['nothing where nothing is left out', [1, missing, 3], [0, 0, 0], [1, missing, 3]],
    ['nothing in an empty grid', [], [], []],
    ['nothing where there is no value before', [9, 9, 3], [1, 1, 0], [missing, missing, 3]],
    ['with the values before, the newest first', [5, 7, 6, 0, 0, 6], [0, 0, 0, 1, 1, 0], [5, 7, 6, 6, 7, 6]],
    [
      'back and forth where those are few',
      [5, 6, 5, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 1, 1, 1, 1, 1, 1],
      [5, 6, 5, 5, 6, 5, 5, 6, 5],
    ],
    ['up to the level behind', [4, 4, 0, 0, 0, 8, 8], [0, 0, 1, 1, 1, 0, 0], [4, 4, 5, 6, 7, 8, 8]],
    [
      'without a tilt for what the values move by',
      [4, 8, 0, 0, 0, 7, 7],
      [0, 0, 1, 1, 1, 0, 0],
      [4, 8, 8, 4, 4, 7, 7],
    ],
    [
      'up to a level that values behind a gap tell',
      [4, 0, 0, 0, missing, 8],
      [0, 1, 1, 1, 0, 0],
      [4, 5, 6, 7, missing, 8],
    ],
    ['each of several by the known values', [4, 9, 4, 9, 4], [0, 1, 0, 1, 0], [4, 4, 4, 4, 4]],
    [
      'whatever a spike behind it does',
      [4, 4, 0, 4, 90, 4, 4, 4],
      [0, 0, 1, 0, 0, 0, 0, 0],
      [4, 4, 4, 4, 90, 4, 4, 4],
    ],
  ])('fills %s', (_, values, leftOut, expected) => {
    expect(filled(values, leftOut)).toEqual(expected);
  });

  it('goes on with a line, but for half of the values whose median is the level', () => {
    const line = Array.from({ length: 60 }, (_, i) => 2 * i);
    const leftOut = line.map((_, i) => (i >= 20 && i < 40 ? 1 : 0));
    for (const [i, value] of filled(line, leftOut).entries())
      expect(Math.abs(value - line[i]!), `point ${i}`).toBeLessThanOrEqual(8);
  });

  it('changes no point that is not left out, and stays between the least and the greatest of them', () => {
    const value = fc.oneof(
      { weight: 3, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
      { weight: 1, arbitrary: fc.constant(missing) },
    );
    const points = fc.array(fc.tuple(value, fc.nat(1)), { maxLength: 40 });
    fc.assert(
      fc.property(points, (drawn) => {
        const [values, leftOut] = [drawn.map(([each]) => each), drawn.map(([, mark]) => mark)];
        const result = filled(values, leftOut);
        const known = values.filter((each, i) => leftOut[i] === 0 && !Number.isNaN(each));
        const first = values.findIndex((each, i) => leftOut[i] === 0 && !Number.isNaN(each));
        for (const [i, each] of result.entries()) {
          if (leftOut[i] === 0) expect(each).toBe(values[i]);
          else if (first < 0 || i < first) expect(each).toBeNaN();
          else {
            expect(each).toBeGreaterThanOrEqual(Math.min(...known));
            expect(each).toBeLessThanOrEqual(Math.max(...known));
          }
        }
      }),
    );
  });

  it('is the same whatever the left-out values were', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 9,
      maxLength: 9,
    });
    fc.assert(
      fc.property(values, values, (some, others) => {
        const leftOut = [0, 0, 1, 1, 0, 1, 0, 0, 1];
        const mixed = others.map((each, i) => (leftOut[i] ? each : some[i]!));
        expect(filled(mixed, leftOut)).toEqual(filled(some, leftOut));
      }),
    );
  });
});
