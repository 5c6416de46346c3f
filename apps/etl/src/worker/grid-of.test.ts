import { describe, expect, it } from 'vitest';
import { gridOf } from './grid-of.js';
import { RollingWindow } from './rolling-window.js';

const stepMs = 60_000;
const missing = Number.NaN;

function windowOf(...values: number[]): RollingWindow {
  const window = new RollingWindow(values.length, stepMs, (values.length - 1) * stepMs);
  const present = [...values.keys()].filter((i) => !Number.isNaN(values[i]));
  window.replaceFrom(0, {
    series: { metric: 'm', labels: {} },
    timesMs: Float64Array.from(present, (i) => i * stepMs),
    values: Float64Array.from(present, (i) => values[i]!),
  });
  return window;
}

describe('gridOf', () => {
  it('is a gauge’s samples, the first point left out', () => {
    expect(gridOf(windowOf(9, 1, missing, 3), false)).toEqual({
      startMs: stepMs,
      stepMs,
      values: Float64Array.of(1, missing, 3),
    });
  });

  it('is a copy, which later rounds do not change', () => {
    const window = windowOf(9, 1, 2);
    const { values } = gridOf(window, false);
    window.advanceTo(3 * stepMs);
    expect([...values]).toEqual([1, 2]);
  });

  it.each<[string, number[], number[]]>([
    ['the increase per second of each step', [0, 60, 180, 180], [1, 2, 0]],
    ['the new value behind a reset', [600, 660, 30, 90], [1, 0.5, 1]],
    ['the mean over a gap, at its end', [0, 60, missing, missing, 240], [1, missing, missing, 1]],
    ['nothing before the first sample', [missing, missing, 60, 120], [missing, missing, 1]],
    ['nothing behind the last', [0, 60, missing], [1, missing]],
    ['nothing for one sample', [missing, 5, missing], [missing, missing]],
  ])('is for a counter %s', (_, values, rates) => {
    expect([...gridOf(windowOf(...values), true).values]).toEqual(rates);
  });
});
