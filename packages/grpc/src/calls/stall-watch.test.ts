import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStallWatch } from './stall-watch.js';

describe('a client', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const watched = () => {
    const onStalled = vi.fn();
    return { onStalled, ...createStallWatch(1_000, onStalled) };
  };

  it('has stalled when nothing has left for the time, and is told of once', () => {
    const { onStalled, sending } = watched();
    sending();
    vi.advanceTimersByTime(600);
    sending();
    vi.advanceTimersByTime(399);
    expect(onStalled).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    vi.advanceTimersByTime(10_000);
    expect(onStalled).toHaveBeenCalledOnce();
  });

  it('may be slow as long as it takes something', () => {
    const { onStalled, sending } = watched();
    let left = sending();
    for (let messages = 0; messages < 20; messages += 1) {
      const next = sending();
      vi.advanceTimersByTime(900);
      left();
      left = next;
    }
    expect(onStalled).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(onStalled).toHaveBeenCalledOnce();
  });

  it('does not stall while there is nothing to take', () => {
    const { onStalled, sending } = watched();
    sending()();
    vi.advanceTimersByTime(100_000);
    const left = sending();
    vi.advanceTimersByTime(999);
    left();
    vi.advanceTimersByTime(100_000);
    expect(onStalled).not.toHaveBeenCalled();
  });

  it('does not stall once the call is over', () => {
    const { onStalled, sending, release } = watched();
    sending();
    release();
    sending();
    vi.advanceTimersByTime(100_000);
    expect(onStalled).not.toHaveBeenCalled();
  });
});
