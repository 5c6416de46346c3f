import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MetricSource, parseSelector } from '@forewarn/core';
import {
  backfillPrometheus,
  canStartServers,
  metricSourceContract,
  type PrometheusHandle,
  servers,
  startPrometheus,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusSource } from './http/prometheus-source.js';
import { loadRecording } from './recorded/load-recording.js';
import { createRecordedSource } from './recorded/recorded-source.js';
import { openMetricsText, seriesOfMetric, stampedRecording } from './stamped-recording.fixture.js';

const minuteMs = 60_000;
const anchorMs = Date.UTC(2026, 10, 21, 12, 0);

describe.skipIf(!canStartServers())('a real Prometheus that holds the recording', () => {
  let directory: string;
  let prometheus: PrometheusHandle;
  const source = (options: { maxPointsPerSeries?: number; maxAnswerBytes?: number } = {}): MetricSource =>
    createPrometheusSource({ url: prometheus.url, ...options });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-prometheus-'));
    await backfillPrometheus(directory, openMetricsText(stampedRecording(anchorMs)));
    prometheus = await startPrometheus({ dataDir: directory });
  });
  afterAll(async () => {
    await prometheus?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  metricSourceContract('the HTTP source', async () => ({
    source: source(),
    known: seriesOfMetric(stampedRecording(anchorMs), 'node_filesystem_avail_bytes'),
  }));

  metricSourceContract('the HTTP source with small answers', async () => ({
    source: source({ maxAnswerBytes: 20_000 }),
    known: seriesOfMetric(stampedRecording(anchorMs), 'node_filesystem_avail_bytes'),
  }));

  const metrics = [...new Set(stampedRecording(anchorMs).map(({ series }) => series.metric))];
  it.each(metrics)('answers about %s point by point as the recorded source does', async (metric) => {
    const recorded = createRecordedSource({
      recordings: [await loadRecording()],
      anchorMs,
      clock: () => anchorMs,
    });
    const selector = { metric, matchers: [] };
    const range = { startMs: anchorMs - 1600 * minuteMs + 1, endMs: anchorMs + 30 * minuteMs };
    expect(await source().listSeries(selector, range)).toEqual(await recorded.listSeries(selector, range));
    expect(await source().rawSamples(selector, range)).toEqual(await recorded.rawSamples(selector, range));
    for (const stepMs of [minuteMs, 7_001, 3_600_000]) {
      expect(await source().queryRange(selector, range, stepMs)).toEqual(
        await recorded.queryRange(selector, range, stepMs),
      );
    }
  });

  it('halves a range that Prometheus refuses as too many points', async () => {
    const greedy = source({ maxPointsPerSeries: 50_000 });
    const selector = { metric: 'node_load1', matchers: [] };
    const range = { startMs: anchorMs - 20_000_000, endMs: anchorMs };
    const {
      samples: [samples],
    } = await greedy.queryRange(selector, range, 1_000);
    expect(samples?.timesMs).toHaveLength(20_001);
  });

  it('passes on what Prometheus says against a query', async () => {
    const selector = { metric: 'up', matchers: [{ name: 'job', operator: '=~', value: '(' }] } as const;
    const query = source().queryRange(selector, { startMs: 0, endMs: minuteMs }, minuteMs);
    await expect(query).rejects.toMatchObject({
      code: 'prometheus-rejected',
      message: expect.stringContaining('missing closing )'),
      details: { errorType: 'bad_data', status: 400 },
    });
  });

  it('reads a metric’s name in quotes whatever its version, and says which label names it does not read', async () => {
    const range = { startMs: anchorMs, endMs: anchorMs };
    const ask = (selector: string) => source().queryRange(parseSelector(selector), range, minuteMs);
    expect((await ask('{"node_load1"}')).samples).toHaveLength(1);
    expect((await ask('{"http.server.requests"}')).samples).toEqual([]);
    const { version } = await buildInfo(prometheus.url);
    const labelled = ask('node_load1{"service.name"=""}');
    if (version.startsWith('2.')) {
      await expect(labelled).rejects.toMatchObject({
        code: 'prometheus-rejected',
        details: { errorType: 'bad_data' },
      });
    } else expect((await labelled).samples).toHaveLength(1);
  });

  it('sends a selector that is too long for a URL', async () => {
    const value = `recorded:9100|${'x'.repeat(100_000)}`;
    const selector = {
      metric: 'node_load1',
      matchers: [{ name: 'instance', operator: '=~', value }],
    } as const;
    const { samples } = await source().rawSamples(selector, { startMs: anchorMs, endMs: anchorMs });
    expect(samples).toHaveLength(1);
  });

  it('takes the beginning of time as a start', async () => {
    const selector = { metric: 'node_load1', matchers: [] };
    const range = { startMs: 0, endMs: anchorMs };
    expect(await source().listSeries(selector, range)).toHaveLength(1);
    expect((await source().queryRange(selector, range, anchorMs)).samples).toHaveLength(1);
  });
});

describe.skipIf(servers() === null)('a Prometheus that scrapes', () => {
  it('tells counters from gauges by what the exporter declares', async () => {
    const scraping = createPrometheusSource({ url: servers()!.prometheusUrl });
    const typeOf = (metric: string) => scraping.metricType(metric);
    await expect.poll(() => typeOf('node_load1'), { timeout: 20_000 }).toBe('gauge');
    expect(await typeOf('node_cpu_seconds_total')).toBe('counter');
    expect(await typeOf('node_netstat_Icmp_InErrors')).toBe('unknown');
    expect(await typeOf('nobody_declared_this_total')).toBe('counter');
    expect(await typeOf('go_gc_duration_seconds_count')).toBe('counter');
  });

  it('gives raw samples as they were scraped, about two seconds apart', async () => {
    const scraping = createPrometheusSource({ url: servers()!.prometheusUrl });
    const selector = { metric: 'node_load1', matchers: [] };
    const recent = async () => {
      const endMs = Date.now();
      const {
        samples: [samples],
      } = await scraping.rawSamples(selector, { startMs: endMs - minuteMs, endMs });
      return samples?.timesMs ?? new Float64Array();
    };
    await expect.poll(async () => (await recent()).length, { timeout: 20_000 }).toBeGreaterThan(2);
    const timesMs = await recent();
    expect(Math.abs(timesMs[1]! - timesMs[0]! - 2_000)).toBeLessThan(500);
  });
});

async function buildInfo(url: string): Promise<{ version: string }> {
  const response = await fetch(`${url}/api/v1/status/buildinfo`);
  return ((await response.json()) as { data: { version: string } }).data;
}
