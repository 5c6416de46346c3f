import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPrefix } from './names.js';
import { canonicalSeries } from './series.js';

const name = fc.oneof(
  fc.constantFrom('up', 'up.x', 'up"', 'up"}', 'up{', 'u', '"', '\\', 'inf', '{"up"', 'up,'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
);
const series = fc.record({
  metric: name,
  labels: fc.dictionary(name, fc.string({ unit: 'binary' }), { maxKeys: 3 }),
});

describe('the canonical forms of series', () => {
  it('of one metric stand together, between its prefix and what follows it', () => {
    fc.assert(
      fc.property(series, name, (one, metric) => {
        const canonical = canonicalSeries(one);
        const prefix = canonicalPrefix(metric);
        const isBetween = canonical >= prefix && canonical < `${prefix}~`;
        const isFollowed = canonical === prefix || /^[{,}]/.test(canonical.slice(prefix.length));
        expect(isBetween && isFollowed).toBe(one.metric === metric);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tell any two series apart', () => {
    fc.assert(
      fc.property(series, series, (a, b) => {
        const entries = ({ labels }: typeof a) => Object.entries(labels).sort(([x], [y]) => (x < y ? -1 : 1));
        const isSame = a.metric === b.metric && JSON.stringify(entries(a)) === JSON.stringify(entries(b));
        expect(canonicalSeries(a) === canonicalSeries(b)).toBe(isSame);
      }),
      { numRuns: 1_000 },
    );
  });
});
