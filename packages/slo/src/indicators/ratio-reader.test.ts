import { parseSelector } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { minuteMs } from '../minute-means.js';
import { counter, minute, played, ratioOf, read } from './played-counters.fixture.js';
import { createRatioReader } from './ratio-reader.js';

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
});
