import { ForewarnError } from '@forewarn/core';
import { FakeStore } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { seedSamples } from './seed-samples.js';

const sla = (name: string) => ({ name, description: '', objectives: [] });
const indicator = (expression: string) => ({ name: 'load', description: '', definition: { expression } });
const seedSlas = (store: Parameters<typeof seedSamples>[0], slas: ReturnType<typeof sla>[]) =>
  seedSamples(store, { slas, indicators: [] });

describe('seedSamples', () => {
  it('creates the samples where there is no SLA', async () => {
    const store = new FakeStore();
    expect(await seedSlas(store, [sla('a'), sla('b')])).toBe(2);
    expect([...store.slas.keys()]).toEqual(['a', 'b']);
  });

  it('does not bring back a sample that was deleted while another SLA is left', async () => {
    const store = new FakeStore();
    await seedSlas(store, [sla('a'), sla('b')]);
    await store.deleteSla('a');
    expect(await seedSlas(store, [sla('a'), sla('b')])).toBe(0);
    expect([...store.slas.keys()]).toEqual(['b']);
  });

  it('leaves alone what another process seeded meanwhile', async () => {
    const store = new FakeStore();
    await store.createSla({ ...sla('a'), description: 'theirs' });
    const { createSla, createIndicator } = store;
    const racing = { listSlas: async () => [], createSla, createIndicator };
    expect(await seedSlas(racing, [sla('a'), sla('b')])).toBe(1);
    expect((await store.getSla('a')).description).toBe('theirs');
  });

  it('creates what the samples are about, and leaves alone what has its name', async () => {
    const store = new FakeStore();
    await seedSamples(store, { slas: [sla('a')], indicators: [indicator('theirs')] });
    await store.deleteSla('a');
    expect(await seedSamples(store, { slas: [sla('a')], indicators: [indicator('ours')] })).toBe(1);
    expect(await store.listIndicators()).toEqual([indicator('theirs')]);
  });

  it('reports a store that is unavailable', async () => {
    const store = new FakeStore();
    store.failure = new ForewarnError('store-unavailable', 'down');
    await expect(seedSlas(store, [sla('a')])).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});
