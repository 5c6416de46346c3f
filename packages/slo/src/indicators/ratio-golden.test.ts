import { readFileSync } from 'node:fs';
import type { Samples } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { counter, minute, ratioOf, read } from './played-counters.fixture.js';

/** What pandas says, of ../../golden/generate.py. */
interface GoldenRatio {
  readonly salt: number;
  readonly by: readonly string[];
  readonly idle: 'good' | 'no-data';
  /** Minute, share and events of each pod; of all together under the empty name. */
  readonly expected: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
}

const cases = JSON.parse(
  readFileSync(new URL('../../golden/ratios.json', import.meta.url), 'utf8'),
) as GoldenRatio[];

/** A counter as the generator makes it. */
function scraped(pod: string, code: string, salt: number): Samples {
  const pairs: [number, number][] = [];
  let value = 0;
  for (let at = pod === 'b' ? 160 : 40; at < (pod === 'a' ? 900 : 1200); at += 1) {
    const noise = (at * 7919 + salt * 104729 + (code === '500' ? 31 : 0)) % 1000;
    if (at % 137 === salt) value = 0;
    const isIdle = at >= 600 && at < 840;
    if (!isIdle) value += code === '200' ? (noise % 9) + 3 : noise % 3;
    if (noise % 23 !== 0 && !(at >= 400 && at < 441)) pairs.push([at * 15 + (noise % 5), value]);
  }
  return counter({ pod, code }, pairs);
}

describe('the minutes of a ratio are those that pandas computes', () => {
  it.each(cases)('of salt $salt, by $by, where idle $idle', async ({ salt, by, idle, expected }) => {
    const counters = ['a', 'b'].flatMap((pod) => ['200', '500'].map((code) => scraped(pod, code, salt)));
    const range = { startMs: 0, endMs: minute(400) - 1 };
    const found = await read(counters, ratioOf({ by, idle }), range);
    expect(found.map(([labels]) => (labels as { pod?: string }).pod ?? '')).toEqual(Object.keys(expected));
    for (const [labels, minutes] of found) {
      const of = expected[(labels as { pod?: string }).pod ?? '']!;
      expect(minutes).toHaveLength(of.length);
      for (const [at, [number, share, events]] of (minutes as [number, number, number][]).entries()) {
        expect([number, events]).toEqual([of[at]![0], of[at]![2]]);
        expect(share).toBeCloseTo(of[at]![1], 12);
      }
    }
  });
});
