import { ForewarnError } from '@forewarn/core';
import { HttpError } from '@forewarn/http';
import type { Objective } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { readApart } from './read-apart.js';

const objectives = ['a', 'b', 'c', 'd', 'e', 'f'].map(
  (name): Objective => ({
    name,
    indicator: { metric: name, matchers: [] },
    bounds: { min: 1 },
    target: 0.9,
    window: { rollingMs: 3_600_000 },
  }),
);
const never = () => new Promise<never>(() => {});
const signal = new AbortController().signal;

describe('objectives that are read apart', () => {
  it('are read though some of them never answer, which is told with these', async () => {
    const read = async ({ name }: Objective) => ('abc'.includes(name) ? never() : { name });
    const parts = await readApart(objectives, read, { signal, waitMs: 200, patienceMs: 1 });
    const problem = { problem: { reason: 'evaluation-timeout' } };
    expect(parts).toMatchObject([problem, problem, problem, { name: 'd' }, { name: 'e' }, { name: 'f' }]);
  });

  it('are read before those that were slow the last time, however many these are, and answered in their order', async () => {
    const isSlow = ({ name }: Objective) => 'abcde'.includes(name);
    const read = async (objective: Objective) => (isSlow(objective) ? never() : { name: objective.name });
    const parts = await readApart(objectives, read, { signal, isSlow, waitMs: 100, patienceMs: 1 });
    expect(parts.at(-1)).toEqual({ name: 'f' });
    expect(parts.filter((part) => 'problem' in part)).toHaveLength(5);
  });

  it('are refused together, and read no further, when one is too much for the answer', async () => {
    const asked: string[] = [];
    const read = async ({ name }: Objective) => {
      asked.push(name);
      if (name === 'b') throw new HttpError('answer-too-large', 'too long');
      return name === 'a' ? never() : { name };
    };
    await expect(readApart(objectives, read, { signal })).rejects.toMatchObject({ code: 'answer-too-large' });
    expect(asked).toEqual(['a', 'b']);
  });

  it('stand in memory two at a time', async () => {
    let reading = 0;
    let most = 0;
    await readApart(
      objectives,
      async () => {
        reading += 1;
        most = Math.max(most, reading);
        await new Promise((resolve) => setImmediate(resolve));
        reading -= 1;
      },
      { signal },
    );
    expect(most).toBe(2);
  });

  it('fail together where a server is away, and when nobody waits any longer', async () => {
    const away = async () => {
      throw new ForewarnError('prometheus-unavailable', 'it is away');
    };
    await expect(readApart(objectives, away, { signal })).rejects.toMatchObject({
      code: 'prometheus-unavailable',
    });
    const leaving = new AbortController();
    const reading = readApart(objectives, never, { signal: leaving.signal });
    leaving.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});
