import { canonicalSeries, type MetricSource, parseSelector, type Samples } from '@forewarn/core';
import { freePort, metricSourceContract } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusSource } from './http/prometheus-source.js';
import { seriesOfMetric, stampedRecording } from './stamped-recording.fixture.js';
import { startVictoriaMetrics, type VictoriaMetrics } from './victoria-metrics.fixture.js';

/** docs/prometheus.md says how to have one. Without it this file is no part of a run: see `optionalServers` in vitest.config.ts. */
const program = process.env.FOREWARN_VICTORIA_METRICS ?? '';

const anchorMs = Date.UTC(2026, 10, 21, 12, 0);
const known = () => seriesOfMetric(stampedRecording(anchorMs), 'node_filesystem_avail_bytes');

const importText = (samples: readonly Samples[]): string =>
  samples
    .flatMap(({ series, timesMs, values }) =>
      Array.from(timesMs, (ms, i) => `${canonicalSeries(series)} ${values[i]} ${ms}\n`),
    )
    .join('');

describe('a real VictoriaMetrics', () => {
  let server: VictoriaMetrics;
  const source = (): MetricSource => createPrometheusSource({ url: server.url });

  beforeAll(async () => {
    server = await startVictoriaMetrics(program, await freePort());
    await server.load(importText(known()));
    // Its import takes a metric's name in no quotes, whatever the name.
    await server.load(`http.server.requests{"service.name"="shop",job="a"} 7 ${anchorMs}\n`);
  });
  afterAll(() => server?.stop());

  metricSourceContract('the HTTP source', async () => ({ source: source(), known: known() }));

  it.each([
    '{"http.server.requests"}',
    '{"http.server.requests",job="a"}',
    '{"http.server.requests","service.name"=~"sh.*"}',
  ])('has series under names of any text, by the selector %s', async (text) => {
    const series = { metric: 'http.server.requests', labels: { 'service.name': 'shop', job: 'a' } };
    const range = { startMs: anchorMs - 60_000, endMs: anchorMs };
    expect(await source().listSeries(parseSelector(text), range)).toEqual([series]);
    const { samples, isPartial } = await source().queryRange(parseSelector(text), range, 60_000);
    expect(samples).toEqual([{ series, timesMs: Float64Array.of(anchorMs), values: Float64Array.of(7) }]);
    expect(isPartial).toBe(false);
  });
});
