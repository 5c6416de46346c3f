import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MatchOperator } from './label-matcher.js';
import { parseSelector } from './parse-selector.js';
import { formatSelector, parseSeries, selectorOf } from './selector-text.js';
import { canonicalSeries } from './series.js';

const awkward = fc.constantFrom('"', '\\', '\n', '\r', '\t', '{', '}', ',', '=', '\u2028', '😀', 'é', '\0');
const value = fc.string({
  unit: fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 3 })),
  maxLength: 12,
});
const utf8Name = fc
  .oneof(
    fc.constantFrom('http.server.requests', 'a:b', '9a', ' ', 'inf', 'NaN', 'Ünïcode', '"', 'a"}', '{'),
    fc.string({
      unit: fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 3 })),
      minLength: 1,
      maxLength: 9,
    }),
  )
  .filter((name) => name !== '');
const metric = fc.oneof(fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,20}$/), utf8Name);
const labelName = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/),
  fc.constantFrom('__proto__', 'constructor', 'toString'),
  utf8Name,
);
const labels = fc
  .array(fc.tuple(labelName, value), { maxLength: 6 })
  .map((pairs) => Object.fromEntries(pairs.filter(([name]) => name !== '__name__')));
const series = fc.record({ metric, labels });

describe('parseSeries', () => {
  it('reads back what canonicalSeries writes', () => {
    fc.assert(
      fc.property(series, (one) => {
        const read = parseSeries(canonicalSeries(one));
        expect(read.metric).toBe(one.metric);
        expect(Object.entries(read.labels).sort()).toEqual(Object.entries(one.labels).sort());
      }),
    );
  });

  it.each([
    ['labels out of order', 'up{b="1",a="2"}'],
    ['a label twice', 'up{a="1",a="1"}'],
    ['empty braces', 'up{}'],
    ['a blank', 'up{a="1", b="2"}'],
    ['another comparison than equality', 'up{a!="1"}'],
    ['an escape where none is needed', 'up{a="\\t"}'],
  ])('refuses %s', (_, text) => {
    expect(() => parseSeries(text)).toThrow(/not the canonical form/);
  });
});

describe('parseSelector', () => {
  it('reads every comparison, blanks and a trailing comma', () => {
    expect(parseSelector('  up { a="1" , b!="2",c=~"3.*",d!~"4|5", } ')).toEqual({
      metric: 'up',
      matchers: [
        { name: 'a', operator: '=', value: '1' },
        { name: 'b', operator: '!=', value: '2' },
        { name: 'c', operator: '=~', value: '3.*' },
        { name: 'd', operator: '!~', value: '4|5' },
      ],
    });
  });

  it.each([
    ['up', 'up'],
    ['up{}', 'up'],
    ['job:up:sum', 'job:up:sum'],
  ])('reads %s as a metric without conditions', (text, name) => {
    expect(parseSelector(text)).toEqual({ metric: name, matchers: [] });
  });

  it.each([
    ['{"http.server.requests"}', 'http.server.requests', []],
    ['{"up"}', 'up', []],
    ['{__name__="http.server.requests"}', 'http.server.requests', []],
    [' { "a b" , } ', 'a b', []],
    [
      '{"service.name"="shop","http.server.requests",job!="x"}',
      'http.server.requests',
      ['service.name', 'job'],
    ],
    ['up{"service.name"=~"s.*","job"="y"}', 'up', ['service.name', 'job']],
    ['{"a\\"b\\\\\\n","\\u00dc"="1"}', 'a"b\\\n', ['Ü']],
  ])('reads the names of Prometheus 3 in %s', (text, metric, names) => {
    const selector = parseSelector(text);
    expect(selector.metric).toBe(metric);
    expect(selector.matchers.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['a line feed', '\\n', '\n'],
    ['a tab', '\\t', '\t'],
    ['a quote', '\\"', '"'],
    ['a backslash', '\\\\d', '\\d'],
    ['a byte', '\\x41', 'A'],
    ['a byte in octal', '\\101', 'A'],
    ['the bytes of one character', '\\xc3\\xa9\\303\\251', 'éé'],
    ['a character by its number', '\\u00e9\\U0001F600', 'é😀'],
  ])('reads the escape of %s', (_, escaped, expected) => {
    expect(parseSelector(`up{a="${escaped}"}`).matchers[0]?.value).toBe(expected);
  });

  it.each([
    ['nothing', '', 'a metric name at character 1'],
    ['a metric that begins with a digit', '9up', 'a metric name at character 1'],
    ['a second word', 'up down', '"{" at character 4'],
    ['a brace that is not closed', 'up{', 'label="value" (or !=, =~, !~) at character 4'],
    ['a condition that is not closed', 'up{a="1"', '"," or a closing "}" at character 9'],
    ['something behind the brace', 'up{a="1"} or down', '"," or a closing "}" at character 9'],
    ['single quotes', "up{a='1'}", 'label="value" (or !=, =~, !~) at character 4'],
    ['a range', 'up[5m]', '"{" at character 3'],
    ['the metric name as a label', 'up{__name__="down"}', 'a label; the metric name stands before the "{"'],
    ['an escape that PromQL does not know', 'up{a=~"sd\\d"}', 'a value whose backslashes are doubled'],
    ['a byte beyond ASCII', 'up{a="\\xff"}', 'a value whose backslashes are doubled'],
    ['a byte beyond 255', 'up{a="\\777"}', 'a value whose backslashes are doubled'],
    ['no metric', '{}', 'a metric name, before the "{" or in quotes behind it at character 1'],
    ['conditions without a metric', '{job="x"}', 'a metric name, before the "{"'],
    ['an empty metric', '{""}', 'a metric name, before the "{"'],
    ['an empty label', '{"a",""="x"}', 'a label name that is not empty at character 6'],
    ['a second metric', '{"a","b"}', 'a label; the metric name stands there already at character 6'],
    ['a metric before and within the braces', 'up{"a"}', 'a label; the metric name stands before the "{"'],
    ['any of several metrics', '{__name__=~"a|b"}', 'one metric: __name__="name"'],
    ['a name in quotes that do not end', '{"a.b}', 'label="value" (or !=, =~, !~) at character 2'],
    ['a label without a value', '{"a",b}', 'label="value" (or !=, =~, !~) at character 6'],
    ['half a surrogate pair', 'up{a="\\ud800"}', 'a value whose backslashes are doubled'],
    ['a number beyond Unicode', 'up{a="\\UFFFFFFFF"}', 'a value whose backslashes are doubled'],
  ])('refuses %s', (_, text, expected) => {
    expect(() => parseSelector(text)).toThrow(expect.objectContaining({ code: 'invalid-selector' }));
    expect(() => parseSelector(text)).toThrow(`expected ${expected}`);
  });

  it('counts characters without the blanks before the selector', () => {
    expect(() => parseSelector('   up[5m]')).toThrow(
      '"up[5m]" is not a series selector: expected "{" at character 3',
    );
  });

  it('refuses a pattern that is none', () => {
    expect(() => parseSelector('up{a=~"("}')).toThrow(
      'the pattern "(" for label a is not a regular expression',
    );
  });
});

describe('formatSelector', () => {
  it('quotes names only where PromQL needs it, so that Prometheus 2 reads all others', () => {
    const matchers = ['job', 'service.name', 'a:b', '9'].map((name) => ({
      name,
      operator: '=' as const,
      value: 'x',
    }));
    expect(formatSelector({ metric: 'job:up:sum', matchers })).toBe(
      'job:up:sum{job="x","service.name"="x","a:b"="x","9"="x"}',
    );
    expect(formatSelector({ metric: 'http.requests', matchers: [] })).toBe('{"http.requests"}');
    expect(formatSelector({ metric: 'NaN', matchers: [] })).toBe('{"NaN"}');
  });

  it('writes what parseSelector reads', () => {
    const operator = fc.constantFrom<MatchOperator>('=', '!=');
    const matcher = fc.record({ name: labelName, operator, value }).filter(({ name }) => name !== '__name__');
    fc.assert(
      fc.property(fc.record({ metric, matchers: fc.array(matcher, { maxLength: 5 }) }), (selector) => {
        expect(parseSelector(formatSelector(selector))).toEqual(selector);
      }),
    );
  });
});

describe('selectorOf', () => {
  it('has the text of the canonical form', () => {
    fc.assert(
      fc.property(series, (one) => {
        expect(formatSelector(selectorOf(one))).toBe(canonicalSeries(one));
      }),
    );
  });
});
