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
    [
      'reads a name with dots',
      'service.name=~shop.*',
      { name: 'service.name', operator: '=~', value: 'shop.*' },
    ],
    ['reads a name that begins with a digit', '1device=x', { name: '1device', operator: '=', value: 'x' }],
    ['reads a name in quotes', '"a \\"b\\"=c" != x"y', { name: 'a "b"=c', operator: '!=', value: ' x"y' }],
    ['reads name and value in quotes', '"a.b"="c\\"d"', { name: 'a.b', operator: '=', value: 'c"d' }],
    ['keeps further signs in the value', 'path=a=b', { name: 'path', operator: '=', value: 'a=b' }],
  ])('%s', (_, text, matcher) => {
    expect(parseMatcher(text)).toEqual(matcher);
  });

  it.each([
    ['a name alone', 'device', /write label=value/],
    ['a name that is empty', '=x', /write label=value/],
    ['a name of blanks', 'a b=x', /write label=value/],
    ['a name in quotes that do not end', '"a.b=x', /write label=value/],
    ['the name of the metric', '__name__=x', /the metric name stands/],
    ['a broken pattern', 'device=~(', /regular expression/],
    ['more than one condition', 'a="b",c="d"', /each by itself/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseMatcher(text)).toThrow(message);
  });
});
