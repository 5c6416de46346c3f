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
  const failures: string[] = [];
  const typeOf = rememberedMetricTypes({
    ask,
    guess: (metric) => (metric.endsWith('_total') ? 'counter' : 'unknown'),
    onFailure: ({ code }) => void failures.push(code),
    now: () => state.nowMs,
  });
  return { types, asked, state, failures, typeOf };
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

  it('are guessed by the name when the look-up fails, and asked for again after a minute', async () => {
    const { asked, state, failures, typeOf } = bench();
    state.failure = new ForewarnError('prometheus-rejected', 'forbidden');
    expect(await Promise.all([typeOf('m'), typeOf('m'), typeOf('n_total')])).toEqual([
      'unknown',
      'unknown',
      'counter',
    ]);
    expect(failures).toEqual(['prometheus-rejected', 'prometheus-rejected']);
    state.failure = undefined;
    state.nowMs += 60_000;
    expect(await typeOf('m')).toBe('unknown');
    state.nowMs += 1;
    expect(await typeOf('m')).toBe('counter');
    expect(asked).toEqual(['m', 'n_total', 'm']);
  });

  it('stay what they were when a later look-up fails', async () => {
    const { types, state, typeOf } = bench();
    types.set('m', 'gauge');
    expect(await typeOf('m')).toBe('gauge');
    state.failure = new ForewarnError('prometheus-malformed', 'a web page');
    state.nowMs += 600_001;
    expect(await typeOf('m')).toBe('gauge');
  });

  it('are not asked for a minute long, whatever the metric, when nobody answered', async () => {
    const { asked, state, typeOf } = bench();
    state.failure = new ForewarnError('prometheus-timeout', 'late');
    expect([await typeOf('n'), await typeOf('m'), await typeOf('o_total')]).toEqual([
      'unknown',
      'unknown',
      'counter',
    ]);
    expect(asked).toEqual(['n']);
    state.failure = undefined;
    state.nowMs += 60_001;
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
