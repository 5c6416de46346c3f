import { randomUUID } from 'node:crypto';
import type { Analysis } from '@forewarn/analysis';
import { encodeSeriesAnalyzed, retrievalClient } from '@forewarn/contracts';
import { type EventLog, pause } from '@forewarn/core';
import { createKafkaEventLog } from '@forewarn/event-log';
import { canStartServers, type MariadbHandle, servers } from '@forewarn/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseEngines, databaseStartTimeoutMs } from '../support/database-engines.js';
import { createOrdinaryUser, type OrdinaryUser } from '../support/database-user.js';
import { eventually } from '../support/eventually.js';
import { getJson, sendJson } from '../support/rest-api.js';
import type { ServiceName } from '../support/service-catalogue.js';
import { startService } from '../support/service-process.js';
import { type ServiceSet, startServices } from '../support/service-set.js';
import { syntheticAnalyses } from '../support/synthetic-analyses.js';
import { createTestDatabase, dumpTables, type TestDatabase } from '../support/test-database.js';

const addresses = servers();
const outageMs = 12_000;
const timeoutMs = 240_000;
/** All that speak to the database. */
const names: readonly ServiceName[] = ['storage', 'retrieval', 'sla-manager'];
const analyses = syntheticAnalyses(5, 18);
const third = analyses.length / 3;

const sla = (name: string) => ({ name, objectives: [{ name: 'up', indicator: 'up', min: 1 }] });

// A server of its own: what is switched is the whole server's.
describe.skipIf(!canStartServers()).each(databaseEngines)(
  'services on $name, which turns them away for a while',
  { timeout: timeoutMs },
  ({ start, refusals }) => {
    let server: MariadbHandle;
    let topic: string;
    let env: Record<string, string>;
    let database: TestDatabase;
    let replayed: TestDatabase;
    let user: OrdinaryUser;
    let eventLog: EventLog;
    let services: ServiceSet;

    beforeAll(async () => {
      server = await start({ readyTimeoutMs: 180_000 });
    }, databaseStartTimeoutMs);
    afterAll(() => server?.stop(), 60_000);

    beforeEach(async () => {
      const run = randomUUID().slice(0, 8);
      topic = `results-${run}`;
      database = await createTestDatabase(server.mysql, `outage_${run}`);
      replayed = await createTestDatabase(server.mysql, `replay_${run}`);
      user = await createOrdinaryUser(server.mysql, [database.name, replayed.name]);
      eventLog = createKafkaEventLog({ brokers: [addresses!.kafkaBrokers], clientId: 'test' });
      await eventLog.ensureTopics([{ name: topic, partitions: 2 }]);
      env = {
        KAFKA_BROKERS: addresses!.kafkaBrokers,
        KAFKA_TOPIC: topic,
        KAFKA_NAMESPACE: `run-${run}`,
        KAFKA_PARTITIONS: '2',
        PROMETHEUS_URL: addresses!.prometheusUrl,
        STORAGE_RETENTION: '5200w',
      };
      services = await startServices(names, { ...env, ...settingsOf(database) });
      await services.ready();
    }, timeoutMs);
    afterEach(async () => {
      await services?.stop();
      await eventLog?.close();
      await user?.dispose();
      await database?.drop();
      await replayed?.drop();
    });

    const settingsOf = ({ env: own }: TestDatabase) => ({
      ...own,
      MYSQL_USER: user.address.user,
      MYSQL_PASSWORD: user.address.password,
    });

    const publish = (some: readonly Analysis[]) =>
      eventLog.append(
        topic,
        some.map((analysis) => encodeSeriesAnalyzed(analysis)),
      );

    /** As an administrator sees them, who is never turned away. */
    const storedCount = async () => (await database.query('SELECT series_id FROM execution_time')).length;

    const untilStored = (count: number) =>
      eventually(`${count} analyses are stored`, async () => (await storedCount()) === count || undefined);

    const slasUrl = () => `http://${services.address('sla-manager', 'http')}/api/v1/slas`;

    /** What `/readyz` answers, and what it says of the service itself. */
    const readiness = async (name: ServiceName) => {
      const response = await fetch(`${services.process(name).operationsUrl}/readyz`);
      const { parts } = (await response.json()) as { parts: Record<string, string> };
      return { status: response.status, reason: parts[name] };
    };

    /** A check that a busy machine does not finish in time has another reason, and is asked for again. */
    const untilReadiness = (name: ServiceName, status: number, reason = /./) =>
      eventually(`${name} answers ${status} to who asks whether it is ready, ${reason}`, async () => {
        const found = await readiness(name);
        return (found.status === status && reason.test(found.reason ?? '')) || undefined;
      });

    /** As a client reads them that asks again where it is told to: a new connection may take too long on a busy machine. */
    const slasRead = () =>
      eventually(
        'the SLAs are read',
        async () => {
          const response = await fetch(slasUrl());
          return response.ok ? ((await response.json()) as object) : undefined;
        },
        30_000,
      );

    /** The code of a problem document, and its status. */
    const problemOf = async (answer: Promise<Response>) => {
      const response = await answer;
      const { code } = (await response.json()) as { code?: string };
      return { status: response.status, code };
    };

    /** The series that retrieval lists, or the status with which it refuses. */
    const listedOverGrpc = async (): Promise<{ series: number } | { refused: number }> => {
      const client = retrievalClient(services.address('retrieval', 'grpc'));
      let count = 0;
      try {
        for await (const { series } of client.listSeries({})) count += series.length;
        return { series: count };
      } catch (error) {
        return { refused: (error as { code: number }).code };
      } finally {
        client.close();
      }
    };

    /** Looks again and again, until the outage has lasted its time; once where a busy machine took so long to get here. */
    const throughout = async (sinceMs: number, look: () => Promise<void>) => {
      do {
        await look();
        await pause(500);
      } while (performance.now() - sinceMs < outageMs);
    };

    /** How far the results were read: sla-manager may tell verdicts until it stops, and storage need not read the last of them. */
    const resultOffsets = (of: TestDatabase) =>
      of.query<{ next_offset: string }>(
        `SELECT consumer_group, partition_number, next_offset FROM consumer_offset WHERE topic = '${topic}' ORDER BY partition_number`,
      );

    /** All services live as they were started, and stop in good order; then the log is read again into another database. */
    const expectWhatAReplayStores = async () => {
      expect(await services.stop(), 'every service lived until it was told to stop').toEqual(
        Object.fromEntries(names.map((name) => [name, 0])),
      );
      const storage = await startService('storage', { ...env, ...settingsOf(replayed) });
      try {
        await eventually('the whole topic was read again', async () => {
          const offsets = await resultOffsets(replayed);
          const read = offsets.reduce((sum, { next_offset }) => sum + Number(next_offset), 0);
          return read === analyses.length || undefined;
        });
        expect(await storage.stop()).toBe(0);
      } finally {
        await storage.kill();
      }
      const expected = await dumpTables(replayed, ['consumer_offset']);
      expect(expected.execution_time).toHaveLength(analyses.length);
      expect(await dumpTables(database, ['consumer_offset'])).toEqual(expected);
      expect(await resultOffsets(database)).toEqual(await resultOffsets(replayed));
    };

    /** Stores the first third, has the server turn away by a variable, and sends it the next. @returns since when */
    const turnAway = async (variable: string): Promise<number> => {
      expect((await sendJson('POST', slasUrl(), sla('before'))).status).toBe(201);
      await publish(analyses.slice(0, third));
      await untilStored(third);
      await user.setGlobal(variable, 'ON');
      const sinceMs = performance.now();
      await publish(analyses.slice(third, 2 * third));
      return sinceMs;
    };

    it.each(refusals.everything)(
      'wait while %s is on, say so, answer UNAVAILABLE and 503, and then store everything once',
      async (variable) => {
        const sinceMs = await turnAway(variable);
        for (const name of names) await untilReadiness(name, 503, /^The database cannot be reached/);
        await throughout(sinceMs, async () => {
          const unavailable = { status: 503, code: 'store-unavailable' };
          expect(await problemOf(fetch(slasUrl()))).toEqual(unavailable);
          expect(await problemOf(sendJson('POST', slasUrl(), sla('meanwhile')))).toEqual(unavailable);
          expect(await listedOverGrpc()).toEqual({ refused: 14 });
          expect(await storedCount()).toBe(third);
          for (const name of names) expect((await readiness(name)).status, name).toBe(503);
        });
        await user.setGlobal(variable, 'OFF');

        await publish(analyses.slice(2 * third));
        await services.ready();
        await untilStored(analyses.length);
        expect(await listedOverGrpc()).toEqual({ series: 5 });
        expect(await getJson(slasUrl())).toMatchObject({ slas: [{ name: 'before' }] });
        expect((await sendJson('POST', slasUrl(), sla('after'))).status).toBe(201);
        await expectWhatAReplayStores();
      },
    );

    it.each(refusals.writes)(
      'read on while %s is on, write nothing and say so, and then store everything once',
      async (variable) => {
        const sinceMs = await turnAway(variable);
        for (const name of ['storage', 'sla-manager'] as const)
          await untilReadiness(name, 503, /^Nothing can be written to the database just now\. /);
        await throughout(sinceMs, async () => {
          const refused = await problemOf(sendJson('POST', slasUrl(), sla('meanwhile')));
          expect(refused).toEqual({ status: 503, code: 'store-unavailable' });
          expect(await slasRead()).toMatchObject({ slas: [{ name: 'before' }] });
          expect(await listedOverGrpc()).toEqual({ series: 5 });
          await untilReadiness('retrieval', 200);
          expect((await readiness('storage')).status).toBe(503);
          expect(await storedCount()).toBe(third);
        });
        // Without `super_read_only` a server stays one that only reads.
        for (const name of [variable, 'read_only']) await user.setGlobal(name, 'OFF');

        await publish(analyses.slice(2 * third));
        await services.ready();
        await untilStored(analyses.length);
        expect((await sendJson('POST', slasUrl(), sla('after'))).status).toBe(201);
        await expectWhatAReplayStores();
      },
    );
  },
);
