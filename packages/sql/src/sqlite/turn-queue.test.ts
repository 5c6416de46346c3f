import { describe, expect, test } from 'vitest';
import { TurnQueue } from './turn-queue.js';

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

  test('leaves other work of the process a turn between two tasks', async () => {
    const queue = new TurnQueue(2);
    const steps: string[] = [];
    const first = queue.run(async () => {
      setImmediate(() => steps.push('other work'));
      steps.push('a');
    });
    await Promise.all([first, queue.run(async () => steps.push('b'))]);
    expect(steps).toEqual(['a', 'other work', 'b']);
  });
});
