import {
  ForewarnError,
  type Labels,
  type MetricSource,
  parseSelector,
  type TimeRange,
  wholeAnswer,
} from '@forewarn/core';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { minuteMs } from '../minute-means.js';
import { SloError } from '../slo-error.js';
import { withIndicators } from './indicator-source.js';

fc.configureGlobal({ seed: 1 });

const expression = 'errors / requests';
const minute = (at: number) => at * minuteMs;
const selector = (text: string) => parseSelector(text);
const ratio = selector('forewarn_indicator{indicator="ratio"}');

/** A source that knows one expression, whose series have the labels that they are given and a value at every time, in minutes. */
class PlayedSource implements MetricSource {
  labels: readonly Labels[] = [];
  failure: ForewarnError | undefined;
  readonly asked: TimeRange[] = [];

  async queryExpression(asked: string, range: TimeRange, stepMs: number) {
    expect(asked).toBe(expression);
    this.asked.push(range);
    const count = Math.floor((range.endMs - range.startMs) / stepMs) + 1;
    const timesMs = Float64Array.from({ length: count }, (_, at) => range.startMs + at * stepMs);
    const values = timesMs.map((timeMs) => timeMs / minuteMs);
    const seriesOf = (labels: Labels) => ({ metric: 'forewarn_indicator', labels });
    return wholeAnswer(this.labels.map((labels) => ({ series: seriesOf(labels), timesMs, values })));
  }
  queryRange = async () => wholeAnswer([]);
  rawSamples = async () => wholeAnswer([]);
  listSeries = async () => [{ metric: 'up', labels: {} }];
  metricType = async () => {
    if (this.failure) throw this.failure;
    return 'counter' as const;
  };
  check = async () => {
    if (this.failure) throw this.failure;
  };
}

describe('a source with indicators', () => {
  let scraped: PlayedSource;
  let source: ReturnType<typeof withIndicators>;

  beforeEach(() => {
    scraped = new PlayedSource();
    source = withIndicators(scraped, async (name) => {
      if (name === 'ratio') return { name, description: '', definition: { expression } };
      throw new SloError('indicator-not-found', `there is no indicator named ${name}`);
    });
  });

  it('answers selectors of an indicator by its expression, with its name as a label', async () => {
    scraped.labels = [{ job: 'a' }];
    const range = { startMs: minute(1), endMs: minute(2) };
    const { samples } = await source.queryRange(ratio, range, minuteMs);
    expect(samples).toEqual([
      {
        series: { metric: 'forewarn_indicator', labels: { job: 'a', indicator: 'ratio' } },
        timesMs: Float64Array.of(minute(1), minute(2)),
        values: Float64Array.of(1, 2),
      },
    ]);
    expect(await source.listSeries(ratio, range)).toEqual([samples[0]!.series]);
  });

  it('keeps a label of the same name under another', async () => {
    scraped.labels = [{ indicator: 'own' }];
    const [series] = await source.listSeries(ratio, { startMs: 0, endMs: minute(2) });
    expect(series?.labels).toEqual({ indicator: 'ratio', exported_indicator: 'own' });
  });

  it('selects among the series of an indicator by their other labels', async () => {
    scraped.labels = [{ job: 'a' }, { job: 'b' }, { job: 'c' }];
    const some = selector('forewarn_indicator{indicator="ratio",job=~"a|b",job!="b"}');
    const [series, ...others] = await source.listSeries(some, { startMs: 0, endMs: minute(2) });
    expect([series?.labels.job, others]).toEqual(['a', []]);
  });

  it('gives each whole minute the value at its end, since an expression looks back', async () => {
    scraped.labels = [{}];
    const range = { startMs: minute(10), endMs: minute(13) + 20_000 };
    const { samples } = await source.rawSamples(ratio, range);
    expect([...samples[0]!.timesMs]).toEqual([minute(10), minute(11), minute(12)]);
    expect([...samples[0]!.values]).toEqual([11, 12, 13]);
  });

  it('gives the minutes that lie within a range as a whole, and asks for none beyond it', () => {
    const time = fc.integer({ min: 0, max: 30 * minuteMs });
    return fc.assert(
      fc.asyncProperty(time, time, async (a, b) => {
        const [startMs, endMs] = a < b ? [a, b] : [b, a];
        scraped.labels = [{}];
        scraped.asked.length = 0;
        const { samples } = await source.rawSamples(ratio, { startMs, endMs });
        const whole = Array.from({ length: 31 }, (_, at) => minute(at)).filter(
          (from) => from >= startMs && from + minuteMs <= endMs + 1,
        );
        expect([...(samples[0]?.timesMs ?? [])]).toEqual(whole);
        for (const range of scraped.asked) expect(range.endMs).toBeLessThanOrEqual(endMs + 1);
      }),
    );
  });

  it('finds the series of a long range by sixty looks at most, the newest at its end', async () => {
    scraped.labels = [{}];
    await source.listSeries(ratio, { startMs: 0, endMs: minute(24 * 60) + 7 });
    const [range] = scraped.asked as [TimeRange];
    expect(range.endMs).toBe(minute(24 * 60) + 7);
    expect((range.endMs - range.startMs) / minute(24)).toBeLessThanOrEqual(60);
    expect(range.startMs).toBeLessThan(minute(25));
  });

  it('leaves what is scraped as it is', async () => {
    const range = { startMs: 0, endMs: minute(1) };
    const up = selector('up');
    expect(await source.listSeries(up, range)).toEqual([{ metric: 'up', labels: {} }]);
    expect(await source.queryRange(up, range, 1_000)).toEqual(wholeAnswer([]));
    expect(await source.rawSamples(up, range)).toEqual(wholeAnswer([]));
    expect(await source.metricType('up')).toBe('counter');
    expect(scraped.asked).toEqual([]);
    scraped.failure = new ForewarnError('prometheus-unavailable', 'gone');
    await expect(source.check()).rejects.toThrow('gone');
  });

  it('takes what an indicator comes to for a gauge, without asking', async () => {
    scraped.failure = new ForewarnError('prometheus-unavailable', 'gone');
    expect(await source.metricType('forewarn_indicator')).toBe('gauge');
  });

  it.each([
    ['that is not there', 'forewarn_indicator{indicator="other"}', 'indicator-not-found'],
    ['that is not named', 'forewarn_indicator{indicator=~"r.*"}', 'invalid-selector'],
    ['that is not told', 'forewarn_indicator', 'invalid-selector'],
  ])('refuses an indicator %s', async (_, text, code) => {
    const range = { startMs: 0, endMs: minute(1) };
    await expect(source.listSeries(selector(text), range)).rejects.toMatchObject({ code });
    await expect(source.queryRange(selector(text), range, 1_000)).rejects.toMatchObject({ code });
    await expect(source.rawSamples(selector(text), range)).rejects.toMatchObject({ code });
  });
});
