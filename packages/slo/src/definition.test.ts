import { parseSelector } from '@forewarn/core';
import { expect, it } from 'vitest';
import { definitionKey, definitionsOf } from './definition.js';
import type { Objective } from './sla.js';

const objective = (name: string, selector: string): Objective => ({
  name,
  indicator: parseSelector(selector),
  bounds: { max: 1 },
  target: 0.99,
  window: { rollingMs: 60_000 },
});

it('are what the objectives of each SLA are about, each selector once, and the expressions of the indicators', () => {
  const unreadable = { reason: 'objective-unreadable', detail: 'damaged' };
  const sla = {
    name: 'shop',
    description: '',
    objectives: [
      objective('a', 'up{job="a"}'),
      objective('b', 'forewarn_indicator{indicator="errors"}'),
      objective('c', 'up{ job="a" }'),
      { ...objective('d', 'm'), unreadable },
    ],
  };
  const indicator = {
    name: 'errors',
    description: 'told to people alone',
    definition: { expression: 'a / b' },
  };
  const damaged = { name: 'damaged', description: '', definition: { unreadable: 'no JSON' } };
  const definitions = definitionsOf([sla], [indicator, damaged]);
  expect(definitions).toEqual([
    {
      kind: 'sla',
      name: 'shop',
      selectors: [parseSelector('up{job="a"}'), parseSelector('forewarn_indicator{indicator="errors"}')],
    },
    { kind: 'indicator', name: 'errors', definition: { expression: 'a / b' } },
  ]);
  expect(definitions.map(definitionKey)).toEqual(['sla shop', 'indicator errors']);
});
