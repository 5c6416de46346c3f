import { ForewarnError } from '@forewarn/core';
import { type Objective, unjudgedObjective } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { createSharedVerdicts, type Verdict } from './shared-verdicts.js';

const objective: Objective = {
  name: 'load',
  indicator: { metric: 'load', matchers: [] },
  bounds: { max: 5 },
  target: 0.9,
  window: { rollingMs: 3_600_000 },
};
const never = new Promise<never>(() => {});
const now = Promise.resolve();
const verdict: Verdict = { error: new ForewarnError('prometheus-timeout', 'it did not answer') };

describe('a verdict that several ask for', () => {
  it('is that of late when a new one is long in coming, so that nobody waits twice for what never answers', async () => {
    const shared = createSharedVerdicts(() => 0);
    expect(await shared.of('a', async () => verdict, { briefly: never, ended: never })).toBe(verdict);
    expect(await shared.of('a', () => never, { briefly: now, ended: never })).toBe(verdict);
  });

  it('is remembered by its state and time when none can be made any more', async () => {
    const shared = createSharedVerdicts(() => 0);
    const judged = unjudgedObjective(objective, { reason: 'idle', detail: '' }, 7);
    const { failureCode: _, ...known } = { ...judged, state: 'ok' as const };
    expect(shared.lastJudged('a')).toBeUndefined();
    await shared.refresh('a', async () => ({ judged: known }));
    await shared.refresh('a', async () => verdict);
    expect(shared.lastJudged('a')).toEqual({ state: 'ok', evaluatedAtMs: 7 });
    // What could not be judged elsewhere is no verdict either.
    shared.learn('a', { judged }, 8);
    expect(shared.lastJudged('a')).toEqual({ state: 'ok', evaluatedAtMs: 7 });
  });

  it('is waited for to the end where the last one is old, or there is none', async () => {
    let time = 0;
    const shared = createSharedVerdicts(() => time);
    await shared.of('a', async () => verdict, { briefly: never, ended: never });
    time = 120_000;
    let isOver = false;
    const ended = new Promise<void>((resolve) => {
      setImmediate(() => {
        isOver = true;
        resolve();
      });
    });
    for (const key of ['a', 'b']) {
      expect(await shared.of(key, () => never, { briefly: now, ended })).toBeUndefined();
      expect(isOver).toBe(true);
    }
  });
});
