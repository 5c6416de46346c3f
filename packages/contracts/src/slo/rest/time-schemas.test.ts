import { describe, expect, it, test } from 'vitest';
import type { z } from 'zod';
import { duration, instant, longestWindowMs, timestamp, window } from './time-schemas.js';

const problems = (schema: z.ZodType, input: unknown): string[] =>
  (schema.safeParse(input).error?.issues ?? []).map(({ message }) => message);

describe('a time that arrives', () => {
  test.each([
    ['in UTC', '2026-11-21T12:00:00Z'],
    ['with another offset', '2026-11-21T17:30:00.000+05:30'],
  ])('may be %s', (_, text) => {
    expect(instant.parse(text)).toBe(Date.UTC(2026, 10, 21, 12));
  });

  test.each(['2026-11-21', '2026-11-21T12:00:00', 'now', 5])(
    'is refused as %s, with how to write it',
    (text) => {
      expect(problems(instant, text)).toEqual(['must be a time such as 2026-11-21T12:00:00Z']);
    },
  );
});

describe('a time that leaves', () => {
  it('is in UTC', () => {
    expect(problems(timestamp, '2026-11-21T12:00:00.000Z')).toEqual([]);
    expect(problems(timestamp, '2026-11-21T12:00:00.000+01:00')).toHaveLength(1);
  });
});

describe('a duration', () => {
  const seconds = duration(10_000, 20_000, 'from 10s to 20s');

  it('may be as short or as long as the limits', () => {
    expect([seconds.parse('10s'), seconds.parse('20s')]).toEqual([10_000, 20_000]);
  });

  test.each(['9s', '21s'])('is refused beyond the limits, which are named, as %s', (text) => {
    expect(problems(seconds, text)).toEqual(['must be from 10s to 20s']);
  });

  it('is refused where it is none, with how to write one', () => {
    expect(problems(seconds, 'soon')).toEqual([expect.stringMatching(/^"soon" is not a duration: write /)]);
    expect(problems(seconds, 10_000)).toEqual(['Invalid input: expected string, received number']);
  });
});

describe('a window', () => {
  it('is of whole minutes, up to 31 days', () => {
    expect(longestWindowMs).toBe(31 * 24 * 3_600_000);
    expect([window.parse('1m'), window.parse('31d')]).toEqual([60_000, longestWindowMs]);
    expect(problems(window, '61s')).toEqual(['must be whole minutes']);
    expect(problems(window, '59s')).toEqual(['must be from 1m to 31d']);
    expect(problems(window, '745h')).toEqual(['must be from 1m to 31d']);
  });
});
