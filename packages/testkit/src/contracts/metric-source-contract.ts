import {
  type MetricSource,
  type Samples,
  type SeriesSelector,
  type TimeRange,
  wholeAnswer,
} from '@forewarn/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedGrid, expectedSamples } from './metric-source-expectations.js';

/** A source of which it is known what it holds. */
export interface MetricSourceFixture {
  readonly source: MetricSource;
  /**
   * All samples of all series (two or more) of one metric, in canonical order; every series sampled at the same times, a
   * minute apart without a gap, for four hours or longer.
   */
  readonly known: readonly Samples[];
  close?(): Promise<void>;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * The promises of the `MetricSource` port that every adapter keeps.
 *
 * @param name         of the adapter
 * @param makeFixture  called once, before the tests
 */
export function metricSourceContract(name: string, makeFixture: () => Promise<MetricSourceFixture>): void {
  describe(`${name} keeps the promises of a metric source:`, () => {
    let fixture: MetricSourceFixture;
    let source: MetricSource;
    let all: SeriesSelector;
    let one: SeriesSelector;
    let firstMs: number;
    let lastMs: number;

    beforeAll(async () => {
      fixture = await makeFixture();
      source = fixture.source;
      const [a, b] = fixture.known;
      const label = Object.keys(a!.series.labels).find(
        (key) => a!.series.labels[key] !== b!.series.labels[key],
      )!;
      all = { metric: a!.series.metric, matchers: [] };
      one = { ...all, matchers: [{ name: label, operator: '=', value: b!.series.labels[label]! }] };
      firstMs = a!.timesMs[0]!;
      lastMs = a!.timesMs.at(-1)!;
    });
    afterAll(async () => {
      await fixture?.close?.();
    });

    const only = (selector: SeriesSelector, operator: '=' | '!=' | '=~' | '!~'): SeriesSelector => ({
      ...selector,
      matchers: selector.matchers.map((matcher) => ({ ...matcher, operator })),
    });
    const whole = (): TimeRange => ({ startMs: firstMs, endMs: lastMs });

    describe('listSeries', () => {
      it('names every series of the metric in canonical order', async () => {
        expect(await source.listSeries(all, whole())).toEqual(fixture.known.map(({ series }) => series));
      });

      it('restricts by each kind of matcher', async () => {
        const [a, b, ...others] = fixture.known.map(({ series }) => series);
        expect(await source.listSeries(only(one, '='), whole())).toEqual([b]);
        expect(await source.listSeries(only(one, '=~'), whole())).toEqual([b]);
        expect(await source.listSeries(only(one, '!='), whole())).toEqual([a, ...others]);
        expect(await source.listSeries(only(one, '!~'), whole())).toEqual([a, ...others]);
      });

      it('names nothing for a metric that does not exist', async () => {
        expect(await source.listSeries({ metric: 'no_such_metric', matchers: [] }, whole())).toEqual([]);
      });

      it('names nothing days before the first sample', async () => {
        const range = { startMs: firstMs - 96 * hourMs, endMs: firstMs - 72 * hourMs };
        expect(await source.listSeries(all, range)).toEqual([]);
      });
    });

    describe('queryRange', () => {
      const cases: Record<string, () => { range: TimeRange; stepMs: number }> = {
        'has a value at both ends': () => ({
          range: { startMs: firstMs + hourMs, endMs: firstMs + 2 * hourMs },
          stepMs: minuteMs,
        }),
        'ends at the last step when the end is none': () => ({
          range: { startMs: firstMs + hourMs, endMs: firstMs + 2 * hourMs + 17_000 },
          stepMs: 7 * minuteMs,
        }),
        'takes the newest sample before a step between two samples': () => ({
          range: { startMs: firstMs + 12_345, endMs: firstMs + hourMs },
          stepMs: 25_500,
        }),
        'has one value when the range is one moment': () => ({
          range: { startMs: firstMs + hourMs + 1, endMs: firstMs + hourMs + 1 },
          stepMs: minuteMs,
        }),
        'has nothing before the first sample': () => ({
          range: { startMs: firstMs - 10 * minuteMs - 1, endMs: firstMs + 10 * minuteMs },
          stepMs: 30_000,
        }),
        'keeps the last sample for five minutes and then has nothing': () => ({
          range: { startMs: lastMs - hourMs + 1, endMs: lastMs + hourMs },
          stepMs: minuteMs,
        }),
        'joins what is more than the 11,000 points of one answer': () => ({
          range: { startMs: firstMs, endMs: firstMs + 12_000_000 },
          stepMs: 1_000,
        }),
        'covers the whole history': () => ({ range: whole(), stepMs: minuteMs }),
        'is empty where there is nothing': () => ({
          range: { startMs: firstMs - 2 * hourMs, endMs: firstMs - hourMs },
          stepMs: minuteMs,
        }),
      };
      for (const [sentence, makeCase] of Object.entries(cases)) {
        it(sentence, async () => {
          const { range, stepMs } = makeCase();
          const expected = expectedGrid(fixture.known, range, stepMs);
          expect(await source.queryRange(all, range, stepMs)).toEqual(wholeAnswer(expected));
        });
      }

      it('restricts by matchers', async () => {
        const range = { startMs: firstMs, endMs: firstMs + hourMs };
        const expected = expectedGrid([fixture.known[1]!], range, minuteMs);
        expect(await source.queryRange(one, range, minuteMs)).toEqual(wholeAnswer(expected));
      });
    });

    describe('rawSamples', () => {
      const cases: Record<string, () => TimeRange> = {
        'has the samples at both ends': () => ({ startMs: firstMs + hourMs, endMs: firstMs + 2 * hourMs }),
        'leaves out samples a millisecond outside': () => ({
          startMs: firstMs + hourMs + 1,
          endMs: firstMs + 2 * hourMs - 1,
        }),
        'has one sample when the range is its moment': () => ({
          startMs: firstMs + hourMs,
          endMs: firstMs + hourMs,
        }),
        'is empty between two samples': () => ({
          startMs: firstMs + hourMs + 1,
          endMs: firstMs + hourMs + 59_999,
        }),
        'does not repeat the last sample': () => ({ startMs: lastMs - minuteMs, endMs: lastMs + hourMs }),
        'covers the whole history and what lies around it': () => ({
          startMs: firstMs - 30 * hourMs,
          endMs: lastMs + 30 * hourMs,
        }),
      };
      for (const [sentence, makeRange] of Object.entries(cases)) {
        it(sentence, async () => {
          const range = makeRange();
          const expected = expectedSamples(fixture.known, range);
          expect(await source.rawSamples(all, range)).toEqual(wholeAnswer(expected));
        });
      }
    });

    describe('all calls', () => {
      const calls: Record<string, (options: { signal?: AbortSignal }, range: TimeRange) => Promise<unknown>> =
        {
          listSeries: (options, range) => source.listSeries(all, range, options),
          queryRange: (options, range) => source.queryRange(all, range, minuteMs, options),
          rawSamples: (options, range) => source.rawSamples(all, range, options),
          metricType: (options) => source.metricType(all.metric, options),
          check: (options) => source.check(options),
        };
      for (const [method, call] of Object.entries(calls)) {
        it(`${method} ends as cancelled when its signal is aborted`, async () => {
          const signal = AbortSignal.abort();
          await expect(call({ signal }, whole())).rejects.toMatchObject({ code: 'cancelled' });
        });
      }

      for (const method of ['listSeries', 'queryRange', 'rawSamples']) {
        it(`${method} refuses a range that ends before it starts`, async () => {
          const backwards = { startMs: lastMs, endMs: firstMs };
          await expect(calls[method]!({}, backwards)).rejects.toMatchObject({ code: 'prometheus-rejected' });
        });
      }

      it('refuse a pattern that is no regular expression', async () => {
        const selector = { ...all, matchers: [{ name: 'job', operator: '=~', value: '(' }] } as const;
        await expect(source.listSeries(selector, whole())).rejects.toMatchObject({
          kind: 'invalid-argument',
        });
        await expect(source.rawSamples(selector, whole())).rejects.toMatchObject({
          kind: 'invalid-argument',
        });
      });

      it('refuse a step that is not positive', async () => {
        const query = source.queryRange(all, whole(), 0);
        await expect(query).rejects.toMatchObject({ code: 'prometheus-rejected' });
      });

      it('know no type of a metric that does not exist', async () => {
        expect(await source.metricType('no_such_metric')).toBe('unknown');
      });

      it('check resolves when the source answers', async () => {
        await expect(source.check()).resolves.toBeUndefined();
      });
    });
  });
}
