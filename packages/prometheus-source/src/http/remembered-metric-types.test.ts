import { ForewarnError, type MetricType } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { rememberedMetricTypes } from './remembered-metric-types.js';

function bench() {
  const types = new Map<string, MetricType>([['m', 'counter']]);
  const asked: string[] = [];
  const state: { nowMs: number; failure: ForewarnError | undefined } = {
    nowMs: 1_000,
    failure: undefined,
  };
  const ask = async (metric: string): Promise<MetricType> => {
    asked.push(metric);
    await Promise.resolve();
    if (state.failure) throw state.failure;
    return types.get(metric) ?? 'unknown';
  };
  return { types, asked, state, typeOf: rememberedMetricTypes(ask, () => state.nowMs) };
}

describe('the types of metrics', () => {
  it('are remembered for ten minutes', async () => {
    const { types, state, typeOf } = bench();
    expect(await typeOf('m')).toBe('counter');
    types.set('m', 'gauge');
    state.nowMs = 601_000;
    expect(await typeOf('m')).toBe('counter');
    state.nowMs = 601_001;
    expect(await typeOf('m')).toBe('gauge');
  });

  it('are asked for metric by metric', async () => {
    const { typeOf } = bench();
    expect([await typeOf('m'), await typeOf('n')]).toEqual(['counter', 'unknown']);
  });

  it('are asked for once by all who want one at the same time', async () => {
    const { asked, typeOf } = bench();
    expect(await Promise.all([typeOf('m'), typeOf('m'), typeOf('m')])).toEqual(Array(3).fill('counter'));
    expect(asked).toEqual(['m']);
  });

  it('stay wanted by others when one of those who wait gives up', async () => {
    const { asked, typeOf } = bench();
    const controller = new AbortController();
    const first = typeOf('m', { signal: controller.signal });
    const second = typeOf('m');
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(await second).toBe('counter');
    expect(asked).toEqual(['m']);
  });

  it('are not remembered when the look-up failed', async () => {
    const { state, typeOf } = bench();
    state.failure = new ForewarnError('prometheus-timeout', 'late');
    const both = [typeOf('m'), typeOf('m')];
    for (const one of both) await expect(one).rejects.toBe(state.failure);
    state.failure = undefined;
    expect(await typeOf('m')).toBe('counter');
  });

  it('are forgotten one by one when there are more than ten thousand', async () => {
    const { asked, typeOf } = bench();
    for (let metric = 0; metric <= 10_000; metric += 1) await typeOf(`m${metric}`);
    await typeOf('m10000');
    expect(asked).toHaveLength(10_001);
    await typeOf('m0');
    expect(asked.at(-1)).toBe('m0');
  });
});
