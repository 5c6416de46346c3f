import { describe, expect, it } from 'vitest';
import { createConcurrencyLimit } from './concurrency-limit.js';

/** A task that ends when told. */
function controlled() {
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const state = { started: false };
  const task = () => {
    state.started = true;
    return ended;
  };
  return { task, finish, state };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a concurrency limit', () => {
  it('runs as many tasks as it may, and the next one when a place is free', async () => {
    const limit = createConcurrencyLimit({ concurrent: 2 });
    const tasks = [controlled(), controlled(), controlled()];
    const runs = tasks.map(({ task }) => limit.run(task));
    await settled();
    expect(tasks.map(({ state }) => state.started)).toEqual([true, true, false]);
    tasks[1]!.finish();
    await settled();
    expect(tasks[2]!.state.started).toBe(true);
    for (const { finish } of tasks) finish();
    await Promise.all(runs);
  });

  it('refuses what it cannot queue', async () => {
    const limit = createConcurrencyLimit({ concurrent: 1, queued: 1 });
    const first = controlled();
    const runs = [limit.run(first.task), limit.run(async () => {})];
    await expect(limit.run(async () => {})).rejects.toMatchObject({ code: 'overloaded', retryable: true });
    first.finish();
    await Promise.all(runs);
  });

  it('forgets who is cancelled while waiting, and keeps the place for the next', async () => {
    const limit = createConcurrencyLimit({ concurrent: 1 });
    const first = controlled();
    const running = limit.run(first.task);
    const controller = new AbortController();
    const cancelled = limit.run(async () => 'never', controller.signal);
    const last = limit.run(async () => 'last');
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    first.finish();
    await running;
    expect(await last).toBe('last');
  });

  it('does not begin what is cancelled already', async () => {
    const limit = createConcurrencyLimit({ concurrent: 1 });
    const never = controlled();
    await expect(limit.run(never.task, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(never.state.started).toBe(false);
  });

  it('gives the place back when a task fails', async () => {
    const limit = createConcurrencyLimit({ concurrent: 1, queued: 0 });
    const failing = async () => {
      throw new Error('broken');
    };
    await expect(limit.run(failing)).rejects.toThrow('broken');
    expect(await limit.run(async () => 1)).toBe(1);
  });
});
