import { describe, expect, it } from 'vitest';
import { windowsOf } from './windows.mjs';

const rising = (length) => Float64Array.from({ length }, (_, index) => index ** 2);
/** The index of the first value to forecast, which the squares tell. */
const origins = (length) => windowsOf(rising(length)).map(({ truth }) => Math.sqrt(truth[0]));

describe('windowsOf', () => {
  it('takes eight windows of a long series, the first as early and the last as late as there is room', () => {
    expect(origins(4_032)).toEqual([1_440, 1_808, 2_177, 2_546, 2_915, 3_284, 3_653, 4_022]);
  });

  it('takes two windows of a series of up to 2,500 values, and none of one that is hardly longer than a window', () => {
    expect(origins(2_500)).toEqual([1_440, 2_490]);
    expect(origins(1_470)).toEqual([1_440, 1_460]);
    expect(origins(1_469)).toEqual([]);
  });

  it('shows a forecaster the day of minutes before what it is asked for, and nothing of it', () => {
    const [{ known, truth }] = windowsOf(rising(1_500));
    expect([known.length, truth.length]).toEqual([1_440, 10]);
    expect([known.at(-1), truth[0]]).toEqual([1_439 ** 2, 1_440 ** 2]);
  });

  it('scales by the mean absolute step', () => {
    expect(windowsOf(rising(1_500))[0].scale).toBeCloseTo(1_439, 9);
  });

  it('leaves out a window that never moves', () => {
    const late = Float64Array.from({ length: 3_000 }, (_, index) => (index < 2_000 ? 7 : index % 5));
    expect(windowsOf(late)).toHaveLength(5);
  });
});
