import { ForewarnError, type MetricType } from '@forewarn/core';
import { FakeMetricSource } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { metricTypes } from './metric-types.js';

function bench() {
  const source = new FakeMetricSource();
  const clock = { nowMs: 0 };
  const declare = (type: MetricType) => source.types.set('m', type);
  declare('counter');
  return { source, clock, declare, typeOf: metricTypes(source, () => clock.nowMs) };
}

describe('metricTypes', () => {
  it('remembers a type for ten minutes', async () => {
    const { clock, declare, typeOf } = bench();
    expect(await typeOf('m')).toBe('counter');
    declare('gauge');
    clock.nowMs = 599_999;
    expect(await typeOf('m')).toBe('counter');
    clock.nowMs = 600_000;
    expect(await typeOf('m')).toBe('gauge');
  });

  it('asks for each metric by itself', async () => {
    const { typeOf } = bench();
    expect([await typeOf('m'), await typeOf('n')]).toEqual(['counter', 'unknown']);
  });

  it('does not remember a failure', async () => {
    const { source, typeOf } = bench();
    source.failure = new ForewarnError('prometheus-timeout', 'late');
    const both = [typeOf('m'), typeOf('m')];
    for (const one of both) await expect(one).rejects.toBe(source.failure);
    source.failure = undefined;
    expect(await typeOf('m')).toBe('counter');
  });
});
