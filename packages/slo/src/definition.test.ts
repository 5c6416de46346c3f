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
      maintenance: [],
    },
    { kind: 'indicator', name: 'errors', definition: { expression: 'a / b' } },
  ]);
  expect(definitions.map(definitionKey)).toEqual(['sla shop', 'indicator errors']);
});

it('have the planned maintenance of an SLA, without entries that who reads them would refuse it for', () => {
  const once = { startMs: Date.UTC(2026, 0, 2), endMs: Date.UTC(2026, 0, 3) };
  const nightly = { cron: '0 2 * * *', durationMs: 3_600_000, timeZone: 'UTC' };
  const stored = [once, { ...nightly, cron: 'daily' }, nightly, { startMs: 5, endMs: 5 }];
  const sla = { name: 'shop', description: '', objectives: [objective('a', 'up')], maintenance: stored };
  expect(definitionsOf([sla], [])).toMatchObject([{ maintenance: [once, nightly] }]);
  const many = { ...sla, maintenance: new Array(11).fill(once) };
  expect(definitionsOf([many], [])).toMatchObject([{ maintenance: new Array(10).fill(once) }]);
});
