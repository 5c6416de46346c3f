import { randomUUID } from 'node:crypto';
import type { Analysis } from '@forewarn/analysis';
import { decodeSeriesAnalyzed, encodeSeriesAnalyzed } from '@forewarn/contracts';
import { canonicalSeries, type ErrorCode, type EventLog, errorCodes } from '@forewarn/core';
import { createKafkaEventLog } from '@forewarn/event-log';
import { canStartServers, EventLogInbox, freePort, servers, startKafka } from '@forewarn/testkit';
import { describe, expect, it, type TestContext } from 'vitest';
import { databaseEngines, databaseStartTimeoutMs } from './support/database-engines.js';
import { eventually } from './support/eventually.js';
import { newRun } from './support/new-run.js';
import { startPrometheusProxy } from './support/prometheus-proxy.js';
import type { ServiceName } from './support/service-catalogue.js';
import { type ServiceProcess, startService } from './support/service-process.js';
import { syntheticAnalyses } from './support/synthetic-analyses.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from './support/test-database.js';

const addresses = servers();
const timeoutMs = 240_000;
/** With the first start of a database server. */
const databaseTimeoutMs = timeoutMs + databaseStartTimeoutMs;

type Cleanup = TestContext['onTestFinished'];

const rounds = {
  ETL_SELECTORS: 'node_load1{job="host"}; node_memory_MemFree_bytes{job="host"}',
  ETL_INTERVAL: '2s',
  ETL_STEP: '2s',
  ETL_WINDOW: '2m',
  ETL_SETTLE: '1s',
};

async function startedService(name: ServiceName, env: Record<string, string>, cleanUp: Cleanup) {
  const service = await startService(name, env);
  cleanUp(() => service.kill());
  return service;
}

function openLog(brokers: string, cleanUp: Cleanup): EventLog {
  const eventLog = createKafkaEventLog({ brokers: [brokers], clientId: 'test' });
  cleanUp(() => eventLog.close());
  return eventLog;
}

/** Resolves once `/readyz` says this of the part; what it says first may be of another server, which is slow at that moment. */
const notReady = (service: ServiceProcess, says: string): Promise<true> =>
  eventually(`${service.name} says that it is not ready: ${says}`, async () => {
    const response = await fetch(`${service.operationsUrl}/readyz`);
    const { parts } = (await response.json()) as { parts: Record<string, string> };
    return (response.status === 503 && parts[service.name]?.includes(says)) || undefined;
  });

/** What outsiders are told of an error with this code: no address, and no driver's words. */
const meaningOf = (code: ErrorCode): string =>
  `${errorCodes[code].meaning} The server's log has the details.`;

const isAlive = async (service: ServiceProcess): Promise<boolean> =>
  (await fetch(`${service.operationsUrl}/healthz`)).ok;

const nameOf = ({ series, window }: Pick<Analysis, 'series' | 'window'>): string =>
  `${canonicalSeries(series)} ${window.endMs}`;

/** `series window-end` of every analysis that was ever stored, sorted. */
async function storedAnalyses(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ canonical: string; window_end_ms: string }>(
    'SELECT s.canonical, e.window_end_ms FROM execution_time e JOIN series s ON s.id = e.series_id',
  );
  return rows.map(({ canonical, window_end_ms }) => `${canonical} ${window_end_ms}`).sort();
}

/** Every analysis in the only partition of a topic, once each, sorted. */
async function publishedAnalyses(eventLog: EventLog, topic: string): Promise<string[]> {
  const inbox = new EventLogInbox();
  const consumption = await eventLog.consume({ topic, group: `all-${randomUUID()}`, handle: inbox.handle });
  await inbox.until(({ batches }) => {
    const last = batches.at(-1);
    return last !== undefined && last.records.at(-1)!.offset + 1 >= last.endOffset;
  });
  await consumption.stop();
  return [...new Set(inbox.records.map((record) => nameOf(decodeSeriesAnalyzed(record))))].sort();
}

/** Side by side, since each mostly waits. */
describe.skipIf(!canStartServers()).concurrent('while a server is unavailable', () => {
  it.for(databaseEngines)(
    '$name: storage says so, keeps what arrives, and stores all of it once when the server is back',
    { timeout: databaseTimeoutMs },
    async ({ start }, { onTestFinished: cleanUp }) => {
      const server = await start({ readyTimeoutMs: 180_000 });
      cleanUp(() => server.stop());
      const { run, topic, env } = newRun(addresses!.kafkaBrokers, 2);
      const before = await createTestDatabase(server.mysql, `outage_${run}`);
      const eventLog = openLog(addresses!.kafkaBrokers, cleanUp);
      await eventLog.ensureTopics([{ name: topic, partitions: 2 }]);
      const analyses = syntheticAnalyses(5, 12);
      const publish = (some: readonly Analysis[]) =>
        eventLog.append(
          topic,
          some.map((analysis) => encodeSeriesAnalyzed(analysis)),
        );
      const settings = { ...env, ...before.env, STORAGE_RETENTION: '5200w' };
      const storage = await startedService('storage', settings, cleanUp);
      await storage.ready();
      await publish(analyses.slice(0, 30));
      await eventually(
        'the first half is stored',
        async () => (await storedAnalyses(before)).length === 30 || undefined,
      );
      await before.close();

      await server.stop({ keepData: true });
      await publish(analyses.slice(30));
      await notReady(storage, meaningOf('store-unavailable'));
      await storage.logged(
        ({ message, error }) =>
          message === 'storage is not ready' &&
          /\(127\.0\.0\.1:\d+/.test((error as { message: string }).message),
      );
      expect(await isAlive(storage)).toBe(true);

      await server.restart();
      await storage.ready();
      const after = await openTestDatabase(server.mysql, `outage_${run}`);
      cleanUp(() => after.drop());
      const stored = await eventually('everything is stored', async () => {
        const names = await storedAnalyses(after);
        return names.length >= 60 ? names : undefined;
      });
      expect(stored).toEqual(analyses.map(nameOf).sort());
      expect(await storage.stop()).toBe(0);
    },
  );

  it(
    'Kafka: etl and storage say so and go on when it is back, and what was published is stored',
    async ({ onTestFinished: cleanUp }) => {
      const kafka = await startKafka();
      cleanUp(() => kafka.stop());
      const { run, topic, env } = newRun(kafka.address, 1);
      const database = await createTestDatabase(addresses!.mysql, `outage_${run}`);
      cleanUp(() => database.drop());
      const etlSettings = { ...env, ...rounds, PROMETHEUS_URL: addresses!.prometheusUrl };
      const etl = await startedService('etl', etlSettings, cleanUp);
      const storage = await startedService('storage', { ...env, ...database.env }, cleanUp);
      await Promise.all([etl.ready(), storage.ready()]);
      // Clients find the broker again one after the other, each after pauses that grow: minutes, where the machine is busy.
      const untilStoredBehind = (timeMs: number) =>
        eventually(
          'both series are stored',
          async () => {
            const rows = await database.query<{ newest: string }>(
              'SELECT MAX(window_end_ms) AS newest FROM execution_time GROUP BY series_id',
            );
            return rows.length === 2 && rows.every(({ newest }) => Number(newest) > timeMs)
              ? true
              : undefined;
          },
          240_000,
        );
      await untilStoredBehind(0);

      await kafka.stop({ keepData: true });
      for (const service of [etl, storage]) await notReady(service, meaningOf('event-log-unavailable'));
      expect([await isAlive(etl), await isAlive(storage)]).toEqual([true, true]);

      await kafka.restart();
      await untilStoredBehind(Date.now());
      await Promise.all([etl.ready(), storage.ready()]);
      expect(await etl.stop()).toBe(0);
      const eventLog = openLog(kafka.address, cleanUp);
      const published = await publishedAnalyses(eventLog, topic);
      await eventually('all that was published is stored', async () => {
        const stored = await storedAnalyses(database);
        return published.every((name) => stored.includes(name)) || undefined;
      });
      expect(await storedAnalyses(database)).toEqual(published);
      expect(await storage.stop()).toBe(0);
    },
    2 * timeoutMs,
  );

  it(
    'Prometheus: etl waits for it and says so; answers that are cut off cost rounds, not the process',
    async ({ onTestFinished: cleanUp }) => {
      const { topic, env } = newRun(addresses!.kafkaBrokers, 1);
      const port = await freePort();
      const settings = { ...env, ...rounds, PROMETHEUS_URL: `http://127.0.0.1:${port}` };
      const etl = await startedService('etl', settings, cleanUp);
      const waiting = await etl.logged(({ message }) => message === 'waiting for the metric source');
      expect(waiting).toMatchObject({ level: 'warn', error: { code: 'prometheus-unavailable' } });
      await notReady(etl, 'starts or stops');

      const proxy = await startPrometheusProxy(port, addresses!.prometheusUrl);
      cleanUp(() => proxy.close());
      await etl.ready();
      const eventLog = openLog(addresses!.kafkaBrokers, cleanUp);
      const inbox = new EventLogInbox();
      await eventLog.consume({ topic, group: `watch-${randomUUID()}`, handle: inbox.handle });
      const untilAnalysedBehind = (timeMs: number) =>
        inbox.until(({ records }) =>
          records.some((record) => decodeSeriesAnalyzed(record).window.endMs > timeMs),
        );
      await untilAnalysedBehind(0);

      proxy.spoilAnswers(true);
      const complaint = await etl.logged(
        ({ error }) => (error as { code?: string } | undefined)?.code === 'prometheus-malformed',
      );
      expect(complaint).toMatchObject({ level: expect.stringMatching(/warn|error/) });
      await notReady(etl, meaningOf('prometheus-malformed'));
      expect(await isAlive(etl)).toBe(true);

      proxy.spoilAnswers(false);
      await untilAnalysedBehind(Date.now());
      await etl.ready();
      expect(await etl.stop()).toBe(0);
    },
    timeoutMs,
  );
});
