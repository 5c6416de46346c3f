import { minuteMs } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import type { SeriesMinutes } from '../evaluation/series-minutes.js';
import { createAnswerBudget } from './answer-budget.js';
import { tallyViolations } from './violation-tally.js';

const a = { metric: 'm', labels: { name: 'a' } };
const b = { metric: 'm', labels: { name: 'b' } };

const minutesOf = (series: SeriesMinutes['series'], startMinute: number, values: readonly number[]) => ({
  series,
  samples: {
    timesMs: Float64Array.from(values, (_, at) => (startMinute + at) * minuteMs),
    values: Float64Array.from(values),
  },
});

async function* partsOf(...parts: readonly (readonly SeriesMinutes[])[]) {
  yield* parts;
}

const plenty = createAnswerBudget(1e9, 'less');

describe('the tally of violations', () => {
  it('counts over all parts, and lets an episode go on from one to the next', async () => {
    const parts = partsOf([minutesOf(a, 0, [1, 9, 8])], [minutesOf(a, 3, [7, 1, 6])]);
    const [tally] = await tallyViolations(parts, { bounds: { max: 5 } }, [], plenty);
    expect(tally).toMatchObject({ series: a, minutesWithData: 6, count: 4 });
    expect(tally!.episodes).toMatchObject([
      { startMs: minuteMs, endMs: 4 * minuteMs, worst: { value: 9 } },
      { startMs: 5 * minuteMs, endMs: 6 * minuteMs },
    ]);
    expect(tally!.newest.map(({ value }) => value)).toEqual([9, 8, 7, 6]);
  });

  it('gives series in their order, whichever part has them first', async () => {
    const parts = partsOf([minutesOf(b, 0, [1])], [minutesOf(a, 1, [1]), minutesOf(b, 1, [1])]);
    const tallies = await tallyViolations(parts, { bounds: { max: 5 } }, [], plenty);
    expect(tallies.map(({ series, minutesWithData }) => [series.labels.name, minutesWithData])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('keeps the newest 5,000 one by one, and counts all', async () => {
    const nines = new Array<number>(1_440).fill(9);
    const parts = partsOf(...[0, 1, 2, 3].map((day) => [minutesOf(a, day * 1_440, nines)]));
    const [tally] = await tallyViolations(parts, { bounds: { max: 5 } }, [], plenty);
    expect(tally).toMatchObject({ count: 5_760, episodes: [{ durationMs: 5_760 * minuteMs }] });
    expect(tally!.newest).toHaveLength(5_000);
    expect(tally!.newest[0]!.timestampMs).toBe(760 * minuteMs);
  });

  it('reads no further part once the answer would be too long', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        yield [minutesOf(a, read * 20, [9, 1, 9, 1, 9, 1, 9, 1, 9, 1])];
        read += 1;
      }
    }
    const tally = tallyViolations(
      endless(),
      { bounds: { max: 5 } },
      [],
      createAnswerBudget(4_000, 'a shorter window'),
    );
    await expect(tally).rejects.toMatchObject({ code: 'answer-too-large' });
    expect(read).toBe(3);
  });
});
