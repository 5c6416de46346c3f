import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counter, minute, played, ratioOf, read } from './played-counters.fixture.js';
import { createRatioReader } from './ratio-reader.js';

fc.configureGlobal({ seed: 1 });

describe('a ratio of counters over a long past', () => {
  it('is the same however long a piece of its past is read at a time', async () => {
    const day = Array.from({ length: 26 * 120 }, (_, at) => [at * 30, 3 * at] as const);
    const all = [
      counter({ code: '200' }, day),
      counter(
        { code: '500' },
        day.map(([t, v]) => [t, v / 3]),
      ),
    ];
    const { source, asked } = played(all);
    const { samples } = await createRatioReader(source, ratioOf()).minutes(
      { startMs: 0, endMs: minute(26 * 60) - 1 },
      {},
    );
    expect(samples[0]?.timesMs).toHaveLength(26 * 60);
    // Each minute but the first, which has one pair, has two.
    expect([...samples[0]!.weights!]).toEqual([4, ...new Array(26 * 60 - 1).fill(8)]);
    expect([...samples[0]!.values]).toEqual(new Array(26 * 60).fill(0.75));
    for (const range of asked) expect(range.endMs - range.startMs).toBeLessThan(minute(6 * 60 + 6));
  });

  it('counts what a walk over the samples counts, with resets and gaps', () => {
    const step = fc.record({
      wait: fc.integer({ min: 1, max: 400 }),
      add: fc.nat(50),
      isReset: fc.boolean(),
    });
    const steps = fc.array(step, { maxLength: 60 });
    return fc.assert(
      fc.asyncProperty(steps, steps, async (good, bad) => {
        const walk = (all: typeof good) => {
          let [seconds, value] = [0, 100];
          return [[0, 100] as const].concat(
            all.map(({ wait, add, isReset }) => {
              seconds += wait;
              value = isReset ? add : value + add;
              return [seconds, value] as const;
            }) as never,
          );
        };
        const expected = new Map<number, { total: number; bad: number }>();
        const add = (all: typeof good, isBad: boolean) => {
          let [seconds, value] = [0, 100];
          for (const { wait, add: more, isReset } of all) {
            seconds += wait;
            const next = isReset ? more : value + more;
            const grown = next < value ? next : next - value;
            value = next;
            if (wait > 300) continue;
            const at = Math.floor(seconds / 60);
            const known = expected.get(at) ?? { total: 0, bad: 0 };
            expected.set(at, { total: known.total + grown, bad: known.bad + (isBad ? grown : 0) });
          }
        };
        add(good, false);
        add(bad, true);
        const all = [counter({ code: '200' }, walk(good)), counter({ code: '500' }, walk(bad))];
        const range = { startMs: 0, endMs: 400 * 61_000 };
        const result = await read(all, ratioOf(), range);
        const minutes = (result[0]?.[1] ?? []) as number[][];
        expect(minutes.map(([at, , weight]) => [at, weight])).toEqual(
          [...expected].sort(([a], [b]) => a - b).map(([at, { total }]) => [at, total]),
        );
        for (const [at, value, weight] of minutes) {
          const { bad: failed } = expected.get(at!)!;
          expect(value).toBeCloseTo(weight === 0 ? 1 : 1 - failed / weight!, 12);
        }
      }),
    );
  });
});
