import { Gauge, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { type LabelledValue, registerComputedGauge } from './computed-gauge.js';

const help = 'What is in it';
const values: readonly LabelledValue[] = [
  { labels: { sla: 'shop', objective: 'a "b"\n\\c', state: 'ok' }, value: 1 },
  { labels: { sla: 'shop', objective: 'é', state: 'violated' }, value: -0.5 },
  { labels: { sla: 'shop', objective: 'endless', state: 'ok' }, value: Number.POSITIVE_INFINITY },
];

const registryOf = (collect: () => readonly LabelledValue[]) => {
  const registry = new Registry();
  registerComputedGauge({ registry, name: 'things', help, collect: async () => collect() });
  return registry;
};

it('is written as a gauge of prom-client that was set to the same values', async () => {
  const expected = new Registry();
  const gauge = new Gauge({
    name: 'things',
    help,
    labelNames: ['sla', 'objective', 'state'],
    registers: [expected],
  });
  for (const { labels, value } of values) gauge.set({ ...labels }, value);
  const registry = registryOf(() => values);
  const text = await expected.metrics();
  expect(await registry.metrics()).toBe(text);
  // And so when the text of the labels is known already.
  expect(await registry.metrics()).toBe(text);
  expect(await registry.getMetricsAsJSON()).toEqual(await expected.getMetricsAsJSON());
});

it('has the values of the moment and no others', async () => {
  let now = values;
  const registry = registryOf(() => now);
  await registry.metrics();
  now = [];
  expect(await registry.metrics()).toBe(`# HELP things ${help}\n# TYPE things gauge\n`);
});

it('fails a scrape for what its values fail with', async () => {
  const registry = registryOf(() => {
    throw new Error('no values');
  });
  await expect(registry.metrics()).rejects.toThrow('no values');
});
