import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { timedWait } from './timed-wait.js';

const never = () => new Promise<never>(() => {});

describe('a wait of bounded time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('gives what it waited for, and leaves no timer behind', async () => {
    expect(await timedWait(Promise.resolve(7), 1_000, 'too late')).toBe(7);
    await expect(timedWait(Promise.reject(new Error('no')), 1_000, 'too late')).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends when the time is over, and not before', async () => {
    const outcome = vi.fn();
    const waiting = timedWait(never(), 1_000, 'too late').catch(outcome);
    await vi.advanceTimersByTimeAsync(999);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(outcome).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'store-unavailable', message: 'too late' }),
    );
  });

  test('ends when the caller turns away, and stops listening', async () => {
    const caller = new AbortController();
    const removed = vi.spyOn(caller.signal, 'removeEventListener');
    const waiting = timedWait(never(), 1_000, 'too late', caller.signal);
    caller.abort();
    await expect(waiting).rejects.toMatchObject({
      code: 'cancelled',
      message: 'the call to the store was cancelled',
    });
    expect(removed).toHaveBeenCalledWith('abort', expect.any(Function));
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not begin for a caller that has turned away', async () => {
    const reason = new Error('why');
    const waiting = timedWait(Promise.resolve(7), 1_000, 'too late', AbortSignal.abort(reason));
    await expect(waiting).rejects.toMatchObject({
      code: 'cancelled',
      message: 'the call to the store was cancelled',
      cause: reason,
    });
  });
});
