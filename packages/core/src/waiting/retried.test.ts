import { describe, expect, it } from 'vitest';
import { ForewarnError } from '../errors/forewarn-error.js';
import { retried } from './retried.js';

const outage = () => new ForewarnError('store-unavailable', 'the test says so');
const retries = (signal = new AbortController().signal) => ({
  backoff: { firstMs: 1, longestMs: 4 },
  signal,
  onFailure: () => {},
});

describe('a call that is retried', () => {
  it('gives its result when it succeeds at last, and reports each failure with growing delays', async () => {
    const delays: number[] = [];
    let calls = 0;
    const call = async () => {
      calls += 1;
      if (calls < 5) throw outage();
      return calls;
    };
    const onFailure = (_: ForewarnError, failures: number, delayMs: number) => {
      delays[failures - 1] = delayMs;
    };
    expect(await retried(call, { ...retries(), onFailure })).toBe(5);
    // Doubling from 1 ms to at most 4 ms, of which half is drawn by lot.
    const longest = [1, 2, 4, 4];
    expect(delays).toHaveLength(4);
    for (const [at, delayMs] of delays.entries()) {
      expect(delayMs).toBeGreaterThanOrEqual(longest[at]! / 2);
      expect(delayMs).toBeLessThanOrEqual(longest[at]!);
    }
  });

  it('passes on what cannot be retried', async () => {
    const failure = new ForewarnError('store-rejected', 'the test says so');
    await expect(retried(() => Promise.reject(failure), retries())).rejects.toBe(failure);
  });

  it('ends with the failure that no further attempt is worth', async () => {
    const failures: number[] = [];
    const isWorthIt = (_: ForewarnError, count: number) => count < 3;
    const onFailure = (_: ForewarnError, count: number) => failures.push(count);
    const failure = outage();
    const waiting = retried(() => Promise.reject(failure), { ...retries(), isWorthIt, onFailure });
    await expect(waiting).rejects.toBe(failure);
    expect(failures).toEqual([1, 2]);
  });

  it('gives nothing when it is aborted, whatever it fails with then', async () => {
    const abort = new AbortController();
    const call = async () => {
      abort.abort();
      throw new TypeError('because of the abort');
    };
    expect(await retried(call, retries(abort.signal))).toBeUndefined();
  });

  it('does not wait any longer when it is aborted', async () => {
    const abort = new AbortController();
    const options = {
      ...retries(abort.signal),
      backoff: { firstMs: 3_600_000, longestMs: 3_600_000 },
    };
    const waiting = retried(() => Promise.reject(outage()), { ...options, onFailure: () => abort.abort() });
    expect(await waiting).toBeUndefined();
  });
});
