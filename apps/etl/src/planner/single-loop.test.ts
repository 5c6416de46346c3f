import { describe, expect, it } from 'vitest';
import { SingleLoop } from './single-loop.js';

/** A loop that runs until its signal and then takes some turns to end. */
function bench(turnsToEnd = 5) {
  const log: string[] = [];
  let running = 0;
  const loop = new SingleLoop(
    async (signal) => {
      running += 1;
      log.push(`begun, ${running} at once`);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      for (let turn = 0; turn < turnsToEnd; turn += 1) await Promise.resolve();
      running -= 1;
      log.push('ended');
    },
    () => log.push('failed'),
  );
  return { loop, log };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('SingleLoop', () => {
  it('runs the loop until it is ended', async () => {
    const { loop, log } = bench();
    loop.begin();
    await turn();
    expect(log).toEqual(['begun, 1 at once']);
    await loop.end();
    expect(log).toEqual(['begun, 1 at once', 'ended']);
  });

  it('never runs two at once, however quickly it is ended and begun', async () => {
    const { loop, log } = bench();
    for (let i = 0; i < 3; i += 1) {
      loop.begin();
      await turn();
      void loop.end();
    }
    loop.begin();
    await turn();
    await loop.end();
    expect(log).toEqual(new Array(4).fill(['begun, 1 at once', 'ended']).flat());
  });

  it('does not begin what was ended before its turn came', async () => {
    const { loop, log } = bench();
    loop.begin();
    await loop.end();
    expect(log).toEqual([]);
  });

  it('is not begun twice', async () => {
    const { loop, log } = bench();
    loop.begin();
    loop.begin();
    await turn();
    await loop.end();
    expect(log).toEqual(['begun, 1 at once', 'ended']);
  });

  it('ends at once when it was never begun', async () => {
    await bench().loop.end();
  });

  it('tells of a failure, and can be begun again', async () => {
    const failures: unknown[] = [];
    let attempts = 0;
    const loop = new SingleLoop(
      async () => {
        attempts += 1;
        throw attempts;
      },
      (thrown) => failures.push(thrown),
    );
    for (let time = 0; time < 2; time += 1) {
      loop.begin();
      await turn();
      await loop.end();
    }
    expect(failures).toEqual([1, 2]);
  });
});
