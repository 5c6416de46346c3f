import {
  compileMatchers,
  type MetricSource,
  parseSelector,
  type RangeAnswer,
  type Samples,
  type SeriesSelector,
  type TimeRange,
  wholeAnswer,
} from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteMs } from '../minute-means.js';
import type { Ratio } from './indicator.js';
import { createRatioReader } from './ratio-reader.js';

fc.configureGlobal({ seed: 1 });

const minute = (at: number) => at * minuteMs;
const ratioOf = (fields: Partial<Ratio> = {}): Ratio => ({
  counted: 'bad',
  events: parseSelector('requests_total{code="500"}'),
  total: parseSelector('requests_total'),
  by: [],
  idle: 'good',
  ...fields,
});

/** A counter by its samples: time in seconds, value. */
const counter = (
  labels: Samples['series']['labels'],
  pairs: readonly (readonly [number, number])[],
): Samples => ({
  series: { metric: 'requests_total', labels },
  timesMs: Float64Array.from(pairs, ([seconds]) => seconds * 1_000),
  values: Float64Array.from(pairs, ([, value]) => value),
});

/** A source of counters that remembers what it was asked. */
function played(all: readonly Samples[], remarks: Partial<RangeAnswer> = {}) {
  const asked: TimeRange[] = [];
  const matching = ({ matchers }: SeriesSelector) => {
    const matches = compileMatchers(matchers);
    return all.filter(({ series }) => matches(series.labels));
  };
  const source: Pick<MetricSource, 'rawSamples' | 'listSeries'> = {
    listSeries: async (selector) => matching(selector).map(({ series }) => series),
    rawSamples: async (selector, range) => {
      asked.push(range);
      const inside = matching(selector).map(({ series, timesMs, values }) => {
        const isIn = (_: number, at: number) => timesMs[at]! >= range.startMs && timesMs[at]! <= range.endMs;
        return { series, timesMs: timesMs.filter(isIn), values: values.filter(isIn) };
      });
      return { ...wholeAnswer(inside.filter(({ values }) => values.length > 0)), ...remarks };
    },
  };
  return { source, asked };
}

const read = async (
  all: readonly Samples[],
  ratio = ratioOf(),
  range = { startMs: 0, endMs: minute(60) - 1 },
) => {
  const { samples } = await createRatioReader(played(all).source, ratio).minutes(range, {});
  return samples.map(({ series, timesMs, values, weights }) => [
    series.labels,
    Array.from(timesMs, (timeMs, at) => [timeMs / minuteMs, values[at], weights?.[at]]),
  ]);
};

describe('a ratio of counters', () => {
  it('is the share of good events in each minute, which weighs as many as it has', async () => {
    const all = [
      counter({ code: '200' }, [
        [30, 0],
        [60, 10],
        [90, 20],
        [120, 60],
        [150, 60],
      ]),
      counter({ code: '500' }, [
        [30, 5],
        [60, 5],
        [90, 10],
        [120, 10],
        [150, 20],
      ]),
    ];
    // In minute 1: 20 sound and 5 failed; in minute 2: 40 and 10.
    expect(await read(all)).toEqual([
      [
        {},
        [
          [1, 0.8, 25],
          [2, 0.8, 50],
        ],
      ],
    ]);
    expect(
      await read(all, ratioOf({ counted: 'good', events: parseSelector('requests_total{code="200"}') })),
    ).toEqual([
      [
        {},
        [
          [1, 0.8, 25],
          [2, 0.8, 50],
        ],
      ],
    ]);
  });

  it('takes a decrease for a reset to 0, and loses nothing that was seen', async () => {
    const all = [
      counter({ code: '500' }, [
        [0, 90],
        [30, 100],
        [60, 7],
        [90, 9],
      ]),
    ];
    const [[, minutes]] = (await read(all)) as [[unknown, number[][]]];
    expect(minutes).toEqual([
      [0, 0, 10],
      [1, 0, 9],
    ]);
  });

  it.each([
    [
      'good',
      [
        [1, 1, 0],
        [2, 1, 0],
      ],
    ],
    ['no-data', undefined],
  ] as const)('is %s in a minute without events, as it says', async (idle, minutes) => {
    const all = [
      counter({ code: '200' }, [
        [0, 4],
        [60, 4],
        [120, 4],
      ]),
    ];
    expect(await read(all, ratioOf({ idle }))).toEqual(minutes ? [[{}, minutes]] : []);
  });

  it('has none bad where there is no counter of bad events', async () => {
    expect(
      await read([
        counter({ code: '200' }, [
          [0, 0],
          [60, 4],
        ]),
      ]),
    ).toEqual([[{}, [[1, 1, 4]]]]);
  });

  it('knows nothing of a gap longer than five minutes', async () => {
    const all = [
      counter({ code: '200' }, [
        [0, 0],
        [60, 1],
        [361, 100],
        [400, 101],
      ]),
    ];
    expect(await read(all)).toEqual([
      [
        {},
        [
          [1, 1, 1],
          [6, 1, 1],
        ],
      ],
    ]);
  });

  it('is one for each value of the labels that it is by, in canonical order', async () => {
    const all = [
      counter({ code: '500', job: 'b', pod: '1' }, [
        [0, 0],
        [60, 1],
      ]),
      counter({ code: '200', job: 'b', pod: '2' }, [
        [0, 0],
        [60, 3],
      ]),
      counter({ code: '200', job: 'a', pod: '1' }, [
        [0, 0],
        [60, 3],
      ]),
      counter({ code: '200', pod: '3' }, [
        [0, 0],
        [60, 5],
      ]),
    ];
    const ratio = ratioOf({ by: ['job'] });
    expect(await read(all, ratio)).toEqual([
      [{}, [[1, 1, 5]]],
      [{ job: 'a' }, [[1, 1, 3]]],
      [{ job: 'b' }, [[1, 0.75, 4]]],
    ]);
    const listed = await createRatioReader(played(all).source, ratio).list({ startMs: 0, endMs: 1 }, {});
    expect(listed.map(({ labels }) => labels.job)).toEqual(['b', 'a', undefined]);
  });

  it('is never below 0, though the counted events may be ahead of the total', async () => {
    const all = [
      counter({ code: '500' }, [
        [0, 0],
        [60, 9],
      ]),
      counter({ code: '200' }, [
        [0, 9],
        [60, 0],
      ]),
    ];
    const [[, minutes]] = (await read(
      all,
      ratioOf({ total: parseSelector('requests_total{code="200"}') }),
    )) as [[unknown, number[][]]];
    expect(minutes).toEqual([[1, 1, 0]]);
  });

  it('at a point is that of the whole minutes before it, as many as the step has', async () => {
    const all = [
      counter({ code: '200' }, [
        [0, 0],
        [60, 10],
        [120, 20],
        [180, 30],
        [240, 40],
      ]),
      counter({ code: '500' }, [
        [0, 0],
        [60, 0],
        [120, 10],
        [180, 10],
        [240, 10],
      ]),
    ];
    const points = async (startMs: number, stepMs: number) => {
      const range = { startMs, endMs: minute(5) };
      const { samples } = await createRatioReader(played(all).source, ratioOf()).atPoints(range, stepMs, {});
      return Array.from(samples[0]!.timesMs, (timeMs, at) => [timeMs / minuteMs, samples[0]!.values[at]]);
    };
    expect(await points(minute(2), minuteMs)).toEqual([
      [2, 1],
      [3, 0.5],
      [4, 1],
      [5, 1],
    ]);
    expect(await points(minute(3), minute(2))).toEqual(
      [
        [3, 0.75 - 1 / 12],
        [5, 1],
      ].map(([t, v]) => [t, expect.closeTo(v!, 12)]),
    );
    expect(await points(minute(3) + 15_000, 15_000)).toHaveLength(8);
  });

  it('is partial where an answer is, and says what the source wants people to know, once', async () => {
    const { source } = played(
      [
        counter({ code: '200' }, [
          [0, 0],
          [60, 4],
        ]),
      ],
      { isPartial: true, warnings: ['w'] },
    );
    const answer = await createRatioReader(source, ratioOf()).minutes({ startMs: 0, endMs: minute(2) }, {});
    expect(answer).toMatchObject({ isPartial: true, warnings: ['w'], histograms: [] });
  });

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
