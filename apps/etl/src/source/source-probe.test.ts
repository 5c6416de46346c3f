import { ForewarnError } from '@forewarn/core';
import { FakeMetricSource } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { SourceProbe } from './source-probe.js';

const { signal } = new AbortController();
const unavailable = new ForewarnError('prometheus-unavailable', 'HTTP status 500');
const timeout = new ForewarnError('prometheus-timeout', 'late');

describe('SourceProbe', () => {
  it.each([
    ['a server error', unavailable],
    ['a query that took too long', timeout],
    ['a refusal', new ForewarnError('prometheus-rejected', 'too many samples')],
    ['nonsense', new ForewarnError('prometheus-malformed', 'not JSON')],
  ])('takes %s for the query’s fault while the source answers', async (_, error) => {
    expect(await new SourceProbe(new FakeMetricSource()).isFaultOfQuery(error, signal)).toBe(true);
  });

  it.each([
    ['a server error', unavailable],
    ['a query that took too long', timeout],
  ])('takes %s for the source’s fault while it does not answer', async (_, error) => {
    const source = new FakeMetricSource();
    source.failure = unavailable;
    expect(await new SourceProbe(source).isFaultOfQuery(error, signal)).toBe(false);
  });

  it.each([
    ['a defect', ForewarnError.from(new TypeError('broken'))],
    ['a cancellation', new ForewarnError('cancelled', 'gone')],
    ['access that is denied', new ForewarnError('store-access-denied', 'no')],
  ])('leaves %s what it is', async (_, error) => {
    expect(await new SourceProbe(new FakeMetricSource()).isFaultOfQuery(error, signal)).toBe(false);
  });

  it('asks once for failures that come together, and anew a second later', async () => {
    let asked = 0;
    let nowMs = 0;
    const check = async () => {
      asked += 1;
    };
    const probe = new SourceProbe({ check }, () => nowMs);
    for (let count = 0; count < 5; count += 1) await probe.isFaultOfQuery(unavailable, signal);
    expect(asked).toBe(1);
    nowMs = 1_000;
    await probe.isFaultOfQuery(unavailable, signal);
    expect(asked).toBe(2);
  });

  it('asks nothing for who no longer wants to know', async () => {
    const check = () => Promise.reject(new Error('nobody should ask'));
    expect(await new SourceProbe({ check }).isFaultOfQuery(unavailable, AbortSignal.abort())).toBe(false);
  });
});
