import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pause } from './pause.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether a promise has settled by now. */
async function isOver(promise: Promise<void>): Promise<boolean> {
  let over = false;
  void promise.then(() => {
    over = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  return over;
}

describe('pause', () => {
  it('ends when the time is over', async () => {
    const waiting = pause(1_000, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(999);
    expect(await isOver(waiting)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isOver(waiting)).toBe(true);
  });

  it('ends with an abort, leaves no timer behind and does not reject', async () => {
    const controller = new AbortController();
    const waiting = pause(1_000, controller.signal);
    controller.abort();
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin after an abort', async () => {
    await pause(1_000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits at most 24 days, where a timer would fire at once', async () => {
    const waiting = pause(2 ** 40, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(await isOver(waiting)).toBe(false);
  });

  it('takes a time that has passed for no time', async () => {
    const waiting = pause(-5, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(0);
    expect(await isOver(waiting)).toBe(true);
  });
});
