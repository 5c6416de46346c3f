import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillGaps, type Grid, gapReason, gridTimesMs, trimLeadingGap, windowOf } from './grid.js';

const missing = Number.NaN;
const startMs = Date.UTC(2026, 0, 2);
const gridOf = (...values: number[]): Grid => ({
  startMs,
  stepMs: 60_000,
  values: Float64Array.from(values),
});
const minute = (count: number) => startMs + count * 60_000;

const samples = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.constant(missing) },
  ),
  { maxLength: 40 },
);

describe('trimLeadingGap', () => {
  it('begins with the first sample', () => {
    expect(trimLeadingGap(gridOf(missing, missing, 3, missing))).toEqual({
      startMs: minute(2),
      stepMs: 60_000,
      values: Float64Array.of(3, missing),
    });
  });

  it.each([
    ['begins with a sample', [1, missing]],
    ['holds none', [missing, missing]],
    ['is empty', []],
  ])('leaves a grid that %s as it is', (_, values) => {
    const grid = gridOf(...values);
    expect(trimLeadingGap(grid)).toBe(grid);
  });
});

describe('windowOf', () => {
  it('counts samples and missing points between the first point and the last', () => {
    expect(windowOf(gridOf(1, missing, 3, missing))).toEqual({
      startMs,
      endMs: minute(3),
      stepMs: 60_000,
      sampleCount: 2,
      missingCount: 2,
    });
  });
});

describe('gridTimesMs', () => {
  it('has the time of each point', () => {
    expect([...gridTimesMs(gridOf(1, missing, 3))]).toEqual([startMs, minute(1), minute(2)]);
  });
});

describe('fillGaps', () => {
  it.each<[string, number[], number, number[], number]>([
    ['nothing where nothing is missing', [1, 2], 1, [1, 2], 0],
    ['a short gap linearly', [1, missing, missing, 4], 2, [1, 2, 3, 4], 0],
    ['a short gap at the end with the last value', [1, missing, missing], 2, [1, 1, 1], 0],
    ['no gap that is too long', [1, missing, missing, 4], 1, [1, missing, missing, 4], 3],
    ['no long gap at the end', [1, missing, missing], 1, [1, missing, missing], 3],
    [
      'short gaps around a long one',
      [1, missing, 3, missing, missing, 5, missing, 7],
      1,
      [1, 2, 3, missing, missing, 5, 6, 7],
      5,
    ],
    ['nothing where no gap is short enough', [1, missing, 3], 0, [1, missing, 3], 2],
    ['nothing where there is no sample', [missing, missing], 5, [missing, missing], 2],
    ['nothing in an empty grid', [], 5, [], 0],
  ])('fills %s', (_, values, longestGap, filled, usableFrom) => {
    const result = fillGaps(Float64Array.from(values), longestGap);
    expect([...result.values]).toEqual(filled);
    expect(result.usableFrom).toBe(usableFrom);
  });

  it('names the last of several long gaps', () => {
    const values = Float64Array.of(1, missing, missing, 4, missing, missing, missing, 8);
    expect(fillGaps(values, 1).gap).toEqual({ from: 4, length: 3 });
  });

  it('does not overflow between values at both ends of the range', () => {
    const { values } = fillGaps(Float64Array.of(-1.7e308, missing, 1.7e308), 1);
    expect(values[1]).toBe(0);
  });

  it('leaves the sample behind a gap to the sign of its zero', () => {
    expect(fillGaps(Float64Array.of(1, missing, -0), 1).values[2]).toBe(-0);
  });

  it('never changes a sample, and leaves nothing missing behind the last long gap', () => {
    fc.assert(
      fc.property(samples, fc.nat(5), (values, longestGap) => {
        const before = Float64Array.from(values);
        const result = fillGaps(before, longestGap);
        expect([...before]).toEqual(values);
        for (const [index, value] of values.entries())
          if (!Number.isNaN(value)) expect(result.values[index]).toBe(value);
        expect([...result.values.subarray(result.usableFrom)].some(Number.isNaN)).toBe(false);
        if (result.gap) expect(result.usableFrom).toBe(result.gap.from + result.gap.length);
        else expect(result.usableFrom).toBe(0);
      }),
    );
  });

  it('stays between the neighbours of a gap', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const { values: filled } = fillGaps(Float64Array.from(values), 40);
        const present = values.filter((value) => !Number.isNaN(value));
        const [low, high] = [Math.min(...present), Math.max(...present)];
        // One rounding of a large value, or of one so small that doubles are coarse there.
        const slack = 1e-12 * Math.max(Math.abs(low), Math.abs(high)) + 4 * Number.MIN_VALUE;
        for (const value of filled) {
          if (Number.isNaN(value)) continue;
          expect(value).toBeGreaterThanOrEqual(low - slack);
          expect(value).toBeLessThanOrEqual(high + slack);
        }
      }),
    );
  });
});

describe('gapReason', () => {
  it('says how long a gap is and where it begins', () => {
    expect(gapReason(gridOf(1, missing, missing), { from: 1, length: 2 })).toEqual({
      reason: 'gap',
      detail: '2 consecutive samples are missing from 2026-01-02T00:01:00.000Z on',
    });
  });
});
