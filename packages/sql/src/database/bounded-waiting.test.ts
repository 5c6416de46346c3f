import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TurnQueue } from '../sqlite/turn-queue.js';
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

describe('a queue of turns', () => {
  test('runs one task after the other, in order, also behind one that failed', async () => {
    const queue = new TurnQueue(3);
    const steps: string[] = [];
    const task = (name: string) => async () => {
      steps.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} ends`);
      if (name === 'a') throw new Error('no');
    };
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => queue.run(task(name))));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('says how many wait when it is full, and takes tasks again once one is done', async () => {
    const queue = new TurnQueue(2);
    const held = [queue.run(async () => 1), queue.run(async () => 2)];
    await expect(queue.run(async () => 3)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: '2 writes wait for the database; try again later',
    });
    expect(await Promise.all(held)).toEqual([1, 2]);
    expect(await Promise.all([queue.run(async () => 4), queue.run(async () => 5)])).toEqual([4, 5]);
  });
});
