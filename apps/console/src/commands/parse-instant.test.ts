import { describe, expect, it } from 'vitest';
import { parseInstant } from './parse-instant.js';

describe('parseInstant', () => {
  it.each([
    ['UTC', '2026-03-01T12:00:00Z', Date.UTC(2026, 2, 1, 12)],
    ['an offset', '2026-03-01T12:00:00.5+01:00', Date.UTC(2026, 2, 1, 11, 0, 0, 500)],
    ['a leap day', '2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('reads %s', (_, text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  it.each(['2026-03-01', 'yesterday', '2026-02-31T00:00:00Z', '2026-13-01T00:00:00Z', '2026-03-01T12:00:00'])(
    'refuses %s',
    (text) => {
      expect(() => parseInstant(text)).toThrow(/RFC 3339/);
    },
  );
});
