import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseSelector, type Series } from '@forewarn/core';
import { type PrometheusHandle, startPrometheus } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusSource } from './http/prometheus-source.js';

/** docs/prometheus.md says how to have one. Without it this file is no part of a run: see `optionalServers` in vitest.config.ts. */
const program = process.env.FOREWARN_PROMETHEUS_3 ?? '';

/** What Prometheus 3 scrapes: names in quotes, and under one name a number and a histogram. */
const exposition = `# TYPE "http.server.requests" gauge
{"http.server.requests","service.name"="shop"} 7
# TYPE latency histogram
latency_bucket{le="1"} 3
latency_bucket{le="+Inf"} 5
latency_sum 9
latency_count 5
`;
const floats = `# TYPE latency gauge
latency{kind="float"} 4
`;

describe('a real Prometheus 3', { timeout: 60_000 }, () => {
  let exporters: Server[];
  let server: PrometheusHandle;
  const source = () => createPrometheusSource({ url: server.url });
  const lastMinutes = () => ({ startMs: Date.now() - 300_000, endMs: Date.now() });

  beforeAll(async () => {
    exporters = [exposition, floats].map((text) =>
      createServer((_, response) => {
        response.setHeader('content-type', 'text/plain; version=1.0.0; escaping=allow-utf-8');
        response.end(text);
      }),
    );
    for (const exporter of exporters) await once(exporter.listen(0, '127.0.0.1'), 'listening');
    server = await startPrometheus({
      program,
      scrapeIntervalMs: 1_000,
      scrapeSettings: { convert_classic_histograms_to_nhcb: true },
      extraFlags: ['--enable-feature=native-histograms'],
      scrapeTargets: exporters.map((exporter, at) => ({
        job: `job-${at}`,
        addresses: [`127.0.0.1:${(exporter.address() as AddressInfo).port}`],
        labels: { instance: 'a' },
      })),
    });
  });
  afterAll(async () => {
    await server?.stop();
    for (const exporter of exporters) exporter.close();
  });

  it.each([
    '{"http.server.requests"}',
    '{"http.server.requests",job="job-0"}',
    '{"http.server.requests","service.name"=~"sh.*"}',
  ])('has series under names of any text, by the selector %s', async (text) => {
    const selector = parseSelector(text);
    const series: Series = {
      metric: 'http.server.requests',
      labels: { 'service.name': 'shop', job: 'job-0', instance: 'a' },
    };
    const found = () => source().queryRange(selector, lastMinutes(), 1_000);
    await expect.poll(async () => (await found()).samples, { timeout: 20_000 }).toMatchObject([{ series }]);
    expect(await source().listSeries(selector, lastMinutes())).toEqual([series]);
    expect((await found()).samples[0]!.values).toContain(7);
    expect((await found()).isPartial).toBe(false);
    expect(await source().metricType('http.server.requests')).toBe('gauge');
  });

  it('gives the numbers of a name that has native histograms too, and says which series those are', async () => {
    const found = () => source().queryRange(parseSelector('latency'), lastMinutes(), 1_000);
    await expect
      .poll(async () => (await found()).histograms, { timeout: 20_000 })
      .toEqual([{ metric: 'latency', labels: { job: 'job-0', instance: 'a' } }]);
    const floating = { metric: 'latency', labels: { kind: 'float', job: 'job-1', instance: 'a' } };
    await expect
      .poll(async () => (await found()).samples, { timeout: 20_000 })
      .toMatchObject([{ series: floating }]);
  });
});
