import { describe, expect, it } from 'vitest';
import { createLanes } from './two-lanes.js';

describe('two lanes', () => {
  it('let what is quick pass while everything that was slow is slow again', async () => {
    let time = 0;
    const lanes = createLanes(() => time);
    const names = Array.from({ length: 30 }, (_, at) => `slow${at}`);
    for (const name of names) {
      await lanes.run(name, async () => {
        time += 5_000;
      });
    }
    const begun: string[] = [];
    const never = (name: string) => () => {
      begun.push(name);
      return new Promise<never>(() => {});
    };
    for (const name of names) void lanes.run(name, never(name));
    // A source asks four things at once.
    expect(begun.length).toBeLessThan(4);
    expect(await lanes.run('quick', async () => 'done')).toBe('done');
  });

  it('take what became quick for quick', async () => {
    let time = 0;
    const lanes = createLanes(() => time);
    const took = (name: string, ms: number) =>
      lanes.run(name, async () => {
        time += ms;
      });
    await took('a', 5_000);
    await took('a', 5);
    for (let at = 0; at < 4; at += 1) {
      await took(`b${at}`, 5_000);
      void lanes.run(`b${at}`, () => new Promise<never>(() => {}));
    }
    await expect(took('a', 5)).resolves.toBeUndefined();
  });
});
