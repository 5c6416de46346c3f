import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SurfacePlan } from './fuzz-plan.js';
import { fromKept } from './kept-inputs.js';
import { runSurface } from './run-surface.js';
import type { OpenSurface, Surface } from './surface.js';

const plan: SurfacePlan = { seed: 7, cases: 300, timeLimitMs: 60_000, path: undefined };

/** A surface of numbers, and what was tried at it. */
function surfaceOf(changed: Partial<OpenSurface<number>> = {}) {
  const tried: number[] = [];
  const state = { isOpen: false };
  const surface: Surface<number> = {
    name: 'numbers',
    inputs: fc.nat({ max: 1_000 }),
    shortRun: 1,
    share: 1,
    open: async () => {
      state.isOpen = true;
      return {
        attempt: (input) => void tried.push(input),
        answersStill: () => {},
        close: () => {
          state.isOpen = false;
        },
        ...changed,
      };
    },
  };
  return { surface, tried, state };
}

const refuse = (isWrong: (input: number) => boolean) => (input: number) => {
  if (isWrong(input)) throw new Error(`${input} breaks a promise`);
};

describe('a run over a surface', () => {
  it('tries what was kept first, then as many wild inputs as it is told, the same for the same seed', async () => {
    const [first, second] = [surfaceOf(), surfaceOf()];
    const figures = await runSurface(first.surface, plan, { 'the answer': 42 });
    expect(figures).toMatchObject({ surface: 'numbers', cases: 300, seed: 7 });
    await runSurface(second.surface, plan, {});
    expect(first.tried).toEqual([42, ...second.tried]);
    expect(first.state.isOpen).toBe(false);
  });

  it('tells the smallest input that breaks a promise, and how to repeat it', async () => {
    const { surface, state } = surfaceOf({ attempt: refuse((input) => input >= 100) });
    const message = await runSurface(surface, plan, {}).catch((error: Error) => error.message);
    expect(message).toContain('100 breaks a promise');
    expect(message).toContain('for tests/fuzz/kept/numbers.json: 100\n');
    const path = /again: npm run fuzz -- --surface numbers --seed 7 --path (\S+)$/.exec(String(message))?.[1];
    expect(state.isOpen).toBe(false);
    const repeated = surfaceOf();
    await runSurface(repeated.surface, { ...plan, cases: 1, path }, {});
    expect(repeated.tried[0]).toBe(100);
  });

  it('names a kept input that fails again', async () => {
    const { surface } = surfaceOf({ attempt: refuse((input) => input === 42) });
    await expect(runSurface(surface, plan, { 'the answer': 42 })).rejects.toThrow(
      'kept/numbers.json, "the answer": Error: 42 breaks a promise',
    );
  });

  it('fails where afterwards something sound is no longer answered', async () => {
    const { surface, state } = surfaceOf({ answersStill: () => Promise.reject(new Error('no answer')) });
    await expect(runSurface(surface, plan, {})).rejects.toThrow('no answer');
    expect(state.isOpen).toBe(false);
  });

  it('ends with its time, which is no failure', async () => {
    const { surface } = surfaceOf();
    expect(await runSurface(surface, { ...plan, cases: 1e12, timeLimitMs: 0 }, {})).toMatchObject({
      cases: 0,
    });
  });
});

describe('what is kept', () => {
  it('is read back as it failed', async () => {
    const bytes = Buffer.alloc(5_000, 'ab');
    const input = { bytes, short: Buffer.from([0xff]), numbers: [Number.NaN, -0, 1], text: '\ud800' };
    const { surface } = surfaceOf({ attempt: () => Promise.reject(new Error('no')) });
    const wild = { ...surface, inputs: fc.constant(input) as unknown as typeof surface.inputs };
    const error = (await runSurface(wild, plan, {}).catch((thrown: unknown) => thrown)) as Error;
    const [, kept] = /numbers\.json: (.+)\n/.exec(error.message)!;
    expect(fromKept(kept!)).toEqual(input);
    expect(kept!.length).toBeLessThan(300);
  });
});
