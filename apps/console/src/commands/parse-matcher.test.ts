import { describe, expect, it } from 'vitest';
import { parseMatcher } from './parse-matcher.js';

describe('parseMatcher', () => {
  it.each([
    ['reads equality', 'device=sda', { name: 'device', operator: '=', value: 'sda' }],
    ['reads inequality', 'device!=sda', { name: 'device', operator: '!=', value: 'sda' }],
    ['reads a pattern', 'device=~sd.*', { name: 'device', operator: '=~', value: 'sd.*' }],
    ['reads a negated pattern', 'device!~loop.*', { name: 'device', operator: '!~', value: 'loop.*' }],
    ['reads the quotes of PromQL', 'device=~"sd\\\\d"', { name: 'device', operator: '=~', value: 'sd\\d' }],
    ['reads an empty value', 'device=', { name: 'device', operator: '=', value: '' }],
    ['keeps further signs in the value', 'path=a=b', { name: 'path', operator: '=', value: 'a=b' }],
  ])('%s', (_, text, matcher) => {
    expect(parseMatcher(text)).toEqual(matcher);
  });

  it.each([
    ['a name alone', 'device', /write label=value/],
    ['a bad name', '1device=x', /write label=value/],
    ['a broken pattern', 'device=~(', /regular expression/],
    ['more than one condition', 'a="b",c="d"', /each by itself/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseMatcher(text)).toThrow(message);
  });
});
