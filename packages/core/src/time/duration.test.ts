import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['1m1ms', 60_001],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    ['nothing', ''],
    ['a number without a unit', '90'],
    ['a unit without a number', 'm'],
    ['no time at all', '0s'],
    ['a fraction', '1.5h'],
    ['a sign', '-1h'],
    ['a blank within', '1h 30m'],
    ['a blank around', ' 1h'],
    ['an unknown unit', '1y'],
    ['more than can be counted exactly', '99999999999d'],
  ])('refuses %s', (_, text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'invalid-duration' }));
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [0.4, '0s'],
    [1, '1ms'],
    [5_400_000, '1h30m'],
    [1_209_600_000, '14d'],
    [90_061_001, '1d1h1m1s1ms'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('writes what parseDuration reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});
