import { describe, expect, it } from 'vitest';
import { ForewarnError } from '../errors/forewarn-error.js';
import { createConcurrencyLimit } from './concurrency-limit.js';

const refusal = new ForewarnError('store-unavailable', 'too many wait');

const limitOf = (concurrent: number, queued: number) =>
  createConcurrencyLimit({
    concurrent,
    queue: { longest: queued, refusal: () => refusal },
    what: 'the task',
  });

/** A task that ends when told. */
function heldTask(): { task: () => Promise<string>; end: () => void } {
  let end = () => {};
  const held = new Promise<string>((resolve) => {
    end = () => resolve('done');
  });
  return { task: () => held, end };
}

/** A task that tells whether it was begun. */
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
  it('runs what waits in order as others end, also when they fail', async () => {
    const limit = limitOf(1, 10);
    const order: number[] = [];
    const runs = [0, 1, 2].map((n) =>
      limit.run(async () => {
        order.push(n);
        if (n === 1) throw new Error('one failed');
      }),
    );
    const outcomes = await Promise.allSettled(runs);
    expect(order).toEqual([0, 1, 2]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('refuses one more than may wait', async () => {
    const limit = limitOf(1, 1);
    const { task, end } = heldTask();
    const running = limit.run(task);
    const waiting = limit.run(async () => 'next');
    await expect(limit.run(task)).rejects.toBe(refusal);
    end();
    expect(await Promise.all([running, waiting])).toEqual(['done', 'next']);
  });

  it('lets a signal end the wait and frees its place', async () => {
    const limit = limitOf(1, 1);
    const { task, end } = heldTask();
    const running = limit.run(task);
    const controller = new AbortController();
    const cancelled = limit.run(task, controller.signal);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const waiting = limit.run(async () => 'next');
    end();
    await running;
    expect(await waiting).toBe('next');
  });

  it('runs as many tasks as it may, and the next one when a place is free', async () => {
    const limit = createConcurrencyLimit({ concurrent: 2, what: 'the task' });
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

  it('does not begin what is cancelled already', async () => {
    const limit = createConcurrencyLimit({ concurrent: 1, what: 'the task' });
    const never = controlled();
    await expect(limit.run(never.task, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(never.state.started).toBe(false);
  });

  it('gives the place back when a task fails', async () => {
    const limit = limitOf(1, 0);
    const failing = async () => {
      throw new Error('broken');
    };
    await expect(limit.run(failing)).rejects.toThrow('broken');
    expect(await limit.run(async () => 1)).toBe(1);
  });
});
