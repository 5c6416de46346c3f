import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesName } from './matches-name.js';

const letters = (more: string) => fc.string({ unit: fc.constantFrom(...`ab-${more}`), maxLength: 12 });

describe('matchesName', () => {
  it('says the same as a regular expression', () => {
    fc.assert(
      fc.property(letters('*'), letters(''), (pattern, name) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);
        expect(matchesName(pattern, name)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes no longer for many stars', () => {
    const name = 'a'.repeat(63);
    const startedMs = performance.now();
    for (let i = 0; i < 1_000; i += 1) expect(matchesName(`${'*a'.repeat(30)}*b`, name)).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
