import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMatchers, type LabelMatcher, type MatchOperator } from './label-matcher.js';
import { selectorOf } from './selector-text.js';

const accepts = (operator: MatchOperator, value: string, labels: Record<string, string>) =>
  compileMatchers([{ name: 'job', operator, value }])(labels);

describe('compileMatchers', () => {
  it.each<[string, MatchOperator, string, Record<string, string>, boolean]>([
    ['an equal value', '=', 'node', { job: 'node' }, true],
    ['another value', '=', 'node', { job: 'db' }, false],
    ['an absent label as empty', '=', '', {}, true],
    ['an absent label as unequal', '!=', 'node', {}, true],
    ['an absent label as not unequal to empty', '!=', '', {}, false],
    ['an absent label as matching what may be empty', '=~', 'node|', {}, true],
    ['an absent label as not matching', '=~', '.+', {}, false],
    ['an absent label as refused by a negation of all', '!~', '.*', {}, false],
    ['a pattern for the whole value only', '=~', 'nod', { job: 'node' }, false],
    ['an alternative for the whole value only', '=~', 'n|node', { job: 'node' }, true],
    ['an anchored pattern', '=~', '^node$', { job: 'node' }, true],
    ['a pattern in one case only', '=~', 'NODE', { job: 'node' }, false],
    ['a flag', '=~', '(?i)NODE', { job: 'node' }, true],
    ['a line feed as any character', '=~', 'a.b', { job: 'a\nb' }, true],
    ['a negated pattern', '!~', 'db.*', { job: 'node' }, true],
    ['a negated pattern that matches', '!~', 'no.*', { job: 'node' }, false],
    ['a character beyond 16 bits as one', '=~', '.', { job: '😀' }, true],
  ])('takes %s', (_, operator, value, labels, expected) => {
    expect(accepts(operator, value, labels)).toBe(expected);
  });

  it('does not take inherited properties for labels', () => {
    const matchers: LabelMatcher[] = [
      { name: 'constructor', operator: '=', value: '' },
      { name: 'toString', operator: '!~', value: '.+' },
    ];
    expect(compileMatchers(matchers)({})).toBe(true);
  });

  it('wants all conditions to hold, and accepts everything when there are none', () => {
    const both = compileMatchers([
      { name: 'job', operator: '=', value: 'node' },
      { name: 'zone', operator: '=~', value: 'eu-.*' },
    ]);
    expect(both({ job: 'node', zone: 'eu-1' })).toBe(true);
    expect(both({ job: 'node', zone: 'us-1' })).toBe(false);
    expect(compileMatchers([])({})).toBe(true);
  });

  it('accepts a series by its own selector', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.string()), (labels) => {
        expect(compileMatchers(selectorOf({ metric: 'm', labels }).matchers)(labels)).toBe(true);
      }),
    );
  });

  it.each(['(', 'a**', '(?=x)', '\\1'])('refuses the pattern %s, which RE2 does not know', (pattern) => {
    expect(() => accepts('=~', pattern, {})).toThrow(
      expect.objectContaining({ code: 'invalid-selector', details: { label: 'job', pattern } }),
    );
  });

  it('comes to an end with a pattern that makes other engines backtrack for ever', () => {
    expect(accepts('=~', '(a+)+b', { job: 'a'.repeat(2_000) })).toBe(false);
  });
});
