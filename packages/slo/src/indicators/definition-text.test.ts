import { parseSelector } from '@forewarn/core';
import { expect, it } from 'vitest';
import { definitionOf, definitionText, plainDefinition } from './definition-text.js';
import type { IndicatorDefinition } from './indicator.js';

const ratio = {
  ratio: {
    counted: 'good',
    events: parseSelector('{"http.requests",code!~"5..|\\"x"}'),
    total: parseSelector('{"http.requests"}'),
    by: ['service.name'],
    idle: 'no-data',
  },
} as const satisfies IndicatorDefinition;

/** As it stands in the database. */
const text = String.raw`{"ratio":{"good":"{\"http.requests\",code!~\"5..|\\\"x\"}","total":"{\"http.requests\"}","by":["service.name"],"idle":"no-data"}}`;

it.each<[string, IndicatorDefinition, string]>([
  ['an expression', { expression: 'a\n/ "b"' }, String.raw`{"expression":"a\n/ \"b\""}`],
  ['a ratio of good events', ratio, text],
  [
    'a ratio whose idle minutes are good',
    { ratio: { ...ratio.ratio, idle: 'good' } },
    text.replace('"no-data"', '"good"'),
  ],
  ['a ratio of bad events', { ratio: { ...ratio.ratio, counted: 'bad' } }, text.replace('"good"', '"bad"')],
])('%s is read as it was written', (_, definition, written) => {
  expect(definitionText(definition)).toBe(written);
  expect(definitionOf(written)).toEqual(definition);
});

it.each([
  '{',
  'null',
  '7',
  '{}',
  '{"expression":7}',
  '{"ratio":null}',
  '{"ratio":{"total":"up","by":[],"idle":"good"}}',
  '{"ratio":{"bad":"up","total":"up","by":[7],"idle":"good"}}',
  '{"ratio":{"bad":"up","total":"up","by":["job",7],"idle":"good"}}',
  '{"ratio":{"bad":"up","total":7,"by":[],"idle":"good"}}',
  '{"ratio":{"bad":7,"total":"up","by":[],"idle":"good"}}',
  '{"ratio":{"bad":"up","total":"up","by":"job","idle":"good"}}',
  '{"ratio":{"bad":"up","total":"up","by":[],"idle":"bad"}}',
  '{"ratio":{"bad":"up","total":"up{","by":[],"idle":"good"}}',
])('%s is told to be unreadable, with a reason', (text) => {
  const definition = definitionOf(text);
  expect(definition).toEqual({ unreadable: expect.stringMatching(/./) });
  expect(plainDefinition(definition)).toEqual({});
});
