import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../outcome/unavailable.js';
import { type LevelChange, levelChange } from './level-change.js';
import { autoregression } from './noise.fixture.js';

const [N, AT] = [1440, 860];

function changeOf(x: ArrayLike<number>): LevelChange {
  const result = levelChange(x);
  if (isUnavailable(result)) throw new Error(result.detail);
  expect(result.pValue).toBeGreaterThanOrEqual(0);
  expect(result.pValue).toBeLessThanOrEqual(1);
  return result;
}

const stepped = (noise: Float64Array, size: number) => noise.map((value, i) => value + (i >= AT ? size : 0));

describe('levelChange', () => {
  const steps = [
    ['one deviation of white noise', 0, 1, 25],
    ['three deviations of white noise', 0, 3, 1],
    ['a fifth of persistent noise', 0.5, 2, 10],
    ['ten usual moves of a random walk', 1, 10, 0],
    ['a fall under alternating noise', -0.5, -2, 2],
  ] as const;
  it.each(steps)('places a step of %s', (_, persistence, size, within) => {
    for (let seed = 0; seed < 8; seed++) {
      const { position, size: found, pValue } = changeOf(stepped(autoregression(N, persistence, seed), size));
      expect(pValue).toBeLessThan(0.01);
      expect(Math.abs(position - AT)).toBeLessThanOrEqual(within);
      expect(Math.abs(found / size - 1)).toBeLessThan(0.35);
    }
  });

  it.each([0, 0.5, 0.9, 0.98, 1])(
    'finds none in at least 95 of 100 noises of persistence %d',
    (persistence) => {
      let found = 0;
      for (let seed = 0; seed < 100; seed++) {
        if (changeOf(autoregression(N, persistence, seed)).pValue < 0.05) found++;
      }
      expect(found).toBeLessThanOrEqual(5);
    },
  );

  it.each([0, 3, 700, N - 1])('does not take an outlier at %d for a step', (at) => {
    for (let seed = 0; seed < 10; seed++) {
      const x = autoregression(N, 0, seed);
      x[at] = 60;
      expect(changeOf(x).pValue).toBeGreaterThan(0.01);
    }
  });

  it('places a step exactly when there is no noise', () => {
    const { position, size, pValue } = changeOf(stepped(new Float64Array(N), 4));
    expect([position, pValue]).toEqual([AT, 0]);
    expect(size).toBeCloseTo(4, 12);
  });

  it('says the same at any offset and scale', () => {
    const x = stepped(autoregression(N, 0.3, 1), 2);
    const plain = changeOf(x);
    for (const [scale, offset] of [
      [1, 1e10],
      [1e-200, 0],
      [1e120, 0],
    ] as const) {
      const moved = changeOf(x.map((value) => scale * value + offset));
      expect(moved.position).toBe(plain.position);
      expect(moved.size / scale / plain.size).toBeCloseTo(1, 4);
    }
  });

  it('has no answer for what does not vary or is too short', () => {
    expect(levelChange(new Float64Array(100))).toMatchObject({ reason: 'constant-series' });
    expect(levelChange(Float64Array.from({ length: 60 }, (_, i) => (i === 30 ? 9 : 7)))).toMatchObject({
      reason: 'constant-series',
    });
    expect(levelChange([1, 2, 3])).toMatchObject({ reason: 'too-few-samples' });
    expect(() => levelChange([1, 2, 3], { minSegment: 1 })).toThrowError(/minSegment/);
  });
});
