import { retrievalClient } from '@forewarn/contracts';
import { canonicalSeries } from '@forewarn/core';
import { canStartServers, servers } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseStartTimeoutMs, type UsableDatabase, usableDatabases } from '../support/database-engines.js';
import { eventually } from '../support/eventually.js';
import { type HostMetrics, startHostMetrics } from '../support/host-metrics.js';
import { minutesOutside } from '../support/independent-violations.js';
import { newRun } from '../support/new-run.js';
import { getJson } from '../support/rest-api.js';
import { stackServices } from '../support/service-catalogue.js';
import { type ServiceSet, startServices } from '../support/service-set.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const addresses = servers();
const hourMs = 3_600_000;

describe.skipIf(!canStartServers()).each(usableDatabases)(
  'the distributed pipeline on $name, every service a process of its own',
  ({ open }) => {
    const { run, env: kafka } = newRun(addresses?.kafkaBrokers ?? '', 3);
    let server: Awaited<ReturnType<UsableDatabase['open']>>;
    let started: ServiceSet;
    let host: HostMetrics;
    let database: TestDatabase;
    let grpcAddress: string;
    let restUrl: string;

    beforeAll(async () => {
      host = await startHostMetrics(3 * hourMs);
      server = await open();
      database = await createTestDatabase(server.mysql, `pipeline_${run}`);
      const prometheus = { PROMETHEUS_URL: host.prometheus.url, ANALYSIS_PROFILE: 'reference' };
      const rounds = { ETL_INTERVAL: '10s', ETL_STEP: '10s', ETL_WINDOW: '2h', ETL_SETTLE: '2s' };
      started = await startServices(stackServices, { ...kafka, ...prometheus, ...rounds, ...database.env });
      grpcAddress = started.address('retrieval', 'grpc');
      restUrl = `http://${started.address('sla-manager', 'http')}`;
      await started.ready();
    }, databaseStartTimeoutMs);

    afterAll(async () => {
      const codes = await started?.stop();
      await database?.drop();
      await host?.stop();
      await server?.stop();
      expect(codes, 'every service stops in good order on SIGTERM').toEqual(
        Object.fromEntries(stackServices.map((name) => [name, 0])),
      );
    });

    const storedSeries = () =>
      eventually('the scraped series is stored', async () => {
        const rows = await database.query<{ window_end_ms: string }>(
          `SELECT f.window_end_ms FROM forecast f JOIN series s ON s.id = f.series_id WHERE s.canonical = '${canonicalSeries(host.series)}'`,
        );
        return rows.length > 0 ? rows : undefined;
      });

    it('brings a series that Prometheus scrapes from node-exporter through Kafka into the database', async () => {
      await storedSeries();
      const points = await database.query<{ points: string; model: string | null }>(
        `SELECT MAX(model) AS model, COUNT(*) AS points FROM forecast_point p WHERE p.series = '${canonicalSeries(host.series)}'`,
      );
      expect(Number(points[0]!.points)).toBeGreaterThanOrEqual(10);
    });

    it('returns the stored trend over gRPC, point by point what the database holds', async () => {
      await storedSeries();
      const client = retrievalClient(grpcAddress);
      const fromGrpc = async (): Promise<string[]> => {
        const points: string[] = [];
        for await (const { timesMs, trend } of client.listHodrickPrescott({
          selector: { metric: host.series.metric },
        })) {
          points.push(...timesMs.map((timeMs: number, i: number) => `${timeMs} ${trend[i]}`));
        }
        return points;
      };
      const fromSql = async (): Promise<string[]> => {
        const rows = await database.query<{ timestamp_ms: string; trend: number }>(
          `SELECT timestamp_ms, trend FROM hodrick_prescott WHERE series = '${canonicalSeries(host.series)}' ORDER BY timestamp_ms`,
        );
        return rows.map(({ timestamp_ms, trend }) => `${timestamp_ms} ${trend}`);
      };
      try {
        const points = await eventually('both show the same round', async () => {
          const [streamed, selected] = await Promise.all([fromGrpc(), fromSql()]);
          return JSON.stringify(streamed) === JSON.stringify(selected) ? streamed : undefined;
        });
        expect(points.length).toBeGreaterThan(600);
      } finally {
        client.close();
      }
    });

    it('lists exactly the one-minute samples outside bounds that are set to break', async () => {
      // Ten seconds back, so that the last scrape of the last minute has arrived.
      const end = Math.floor((Date.now() - 10_000) / 60_000) * 60_000;
      const range = { startMs: end - 2 * hourMs, endMs: end };
      const independent = await minutesOutside(host.prometheus.url, host.series, range);
      const name = `memory-${run}`;
      const created = await fetch(`${restUrl}/api/v1/slas`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          name,
          objectives: [
            {
              name: 'free',
              indicator: canonicalSeries(host.series),
              min: independent.min,
              target: 0.99,
              window: '2h',
            },
          ],
        }),
      });
      expect(created.status, await created.clone().text()).toBe(201);
      const query = new URLSearchParams({
        start: new Date(range.startMs).toISOString(),
        end: new Date(range.endMs).toISOString(),
      });
      const answer = await fetch(`${restUrl}/api/v1/slas/${name}/violations?${query}`);
      expect(answer.status, await answer.clone().text()).toBe(200);
      const body = (await answer.json()) as {
        objectives: { series: { samples: { timestamp: string; value: number; bound: string }[] }[] }[];
      };
      const listed = body.objectives[0]!.series[0]!.samples.map(({ timestamp, value, bound }) => ({
        timestampMs: Date.parse(timestamp),
        value,
        bound,
      }));
      expect(independent.outside.length).toBeGreaterThan(30);
      expect(independent.outside.length).toBeLessThan(90);
      expect(listed).toEqual(independent.outside);
    });

    it('names the analysis profile that its processes were set to', async () => {
      expect(await getJson(`${restUrl}/api/v1/about`)).toMatchObject({
        mode: 'distributed',
        profile: 'reference',
        services: [{ name: 'sla-manager', where: 'here' }],
      });
      const rows = await eventually('a forecast of the scraped series is stored', async () => {
        const stored = await database.query<{ model_choice: string; backtest_origin_count: number | null }>(
          'SELECT model_choice, backtest_origin_count FROM forecast WHERE reason IS NULL',
        );
        return stored.length > 0 ? stored : undefined;
      });
      for (const row of rows)
        expect(row).toEqual({ model_choice: expect.any(String), backtest_origin_count: null });
    });

    it('answers with a prediction for the SLA from the stored forecast', async () => {
      await storedSeries();
      const prediction = await eventually('a prediction is available', async () => {
        const answer = await fetch(`${restUrl}/api/v1/slas/memory-${run}/predictions?horizon=10m`);
        const body = (await answer.json()) as {
          objectives: { series: { prediction: { available: boolean }; points?: unknown[] }[] }[];
        };
        const series = body.objectives[0]?.series[0];
        return series?.prediction.available ? series : undefined;
      });
      expect(prediction.points?.length).toBeGreaterThan(0);
    });
  },
);
