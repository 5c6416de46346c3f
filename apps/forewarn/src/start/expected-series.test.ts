import { ForewarnError, parseSelector, type Series } from '@forewarn/core';
import { FakeMetricSource } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { expectedSeries } from './expected-series.js';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const one: Series = { metric: 'up', labels: { job: 'a' } };
const other: Series = { metric: 'up', labels: { job: 'b' } };

type Answer = readonly Series[] | ForewarnError;

/** Asks a source that answers each selector in turn as told, and keeps what was said. */
async function ask(
  answers: Readonly<Record<string, readonly Answer[]>>,
  signal = new AbortController().signal,
) {
  const asked = new Map(Object.entries(answers).map(([selector, list]) => [selector, [...list]]));
  const source = Object.assign(new FakeMetricSource(), {
    listSeries: async ({ metric }: { metric: string }) => {
      const answer = asked.get(metric)!.shift()!;
      if (answer instanceof ForewarnError) throw answer;
      return answer;
    },
  });
  const said: string[] = [];
  const selectors = Object.keys(answers).map(parseSelector);
  const metrics = { source, selectors, description: 'Prometheus at db:9090' };
  const options = { metrics, clock: () => nowMs, say: (line: string) => said.push(line) };
  const series = await expectedSeries({ ...options, backoff: { firstMs: 1, longestMs: 1 } }, signal);
  return { series: [...series].sort(), said };
}

const notReady = new ForewarnError(
  'prometheus-unavailable',
  'db:9090 cannot answer just now: HTTP status 503',
);

describe('expectedSeries', () => {
  it('names each series once, though selectors overlap', async () => {
    expect(await ask({ up: [[one, other]], 'up:again': [[one]] })).toEqual({
      series: ['up{job="a"}', 'up{job="b"}'],
      said: [],
    });
  });

  it('says for which selector nothing was found', async () => {
    const { series, said } = await ask({ up: [[one]], nope: [[]] });
    expect(series).toHaveLength(1);
    expect(said).toEqual(['forewarn: nothing was found for nope in the last 5m']);
  });

  it('says once what it waits for, waits, and says when it is over', async () => {
    const { series, said } = await ask({ up: [notReady, notReady, notReady, [one]] });
    expect(series).toHaveLength(1);
    expect(said).toEqual([
      'forewarn: waiting for Prometheus at db:9090: db:9090 cannot answer just now: HTTP status 503',
      'forewarn: Prometheus at db:9090 answers',
    ]);
  });

  it('says what is wrong with a selector that no waiting mends, and goes on with the others', async () => {
    const refused = new ForewarnError('prometheus-rejected', 'db:9090 refused the query');
    const { series, said } = await ask({ up: [[one]], bad: [refused] });
    expect(series).toHaveLength(1);
    expect(said).toEqual(['forewarn: bad cannot be read: db:9090 refused the query']);
  });

  it('does not wait for one selector that fails while others are answered', async () => {
    const failing = Array.from({ length: 50 }, () => notReady);
    const { series, said } = await ask({ up: [[one]], failing });
    expect(series).toHaveLength(1);
    expect(said.slice(-1)).toEqual([
      'forewarn: failing cannot be read: db:9090 cannot answer just now: HTTP status 503',
    ]);
  });

  it('says nothing when it is ended', async () => {
    expect(await ask({ up: [notReady] }, AbortSignal.abort())).toEqual({ series: [], said: [] });
  });
});
