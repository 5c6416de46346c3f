import { encodeSeriesAnalyzed } from '@forewarn/contracts';
import { createKafkaEventLog } from '@forewarn/event-log';
import { servers } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseStartTimeoutMs, type UsableDatabase, usableDatabases } from '../support/database-engines.js';
import { eventually } from '../support/eventually.js';
import { newRun } from '../support/new-run.js';
import { type ServiceProcess, startService } from '../support/service-process.js';
import { syntheticAnalyses } from '../support/synthetic-analyses.js';
import { createTestDatabase, dumpTables, type TestDatabase } from '../support/test-database.js';

const addresses = servers();
/** Each costs ten seconds: the broker waits for the dead member's session to end. */
const kills = 2;

describe.skipIf(addresses === null).each(usableDatabases)(
  'storage on $name, killed in the middle of its work',
  ({ open }) => {
    const { run, topic, env: kafka } = newRun(addresses?.kafkaBrokers ?? '', 3);
    const analyses = syntheticAnalyses(40, 30);
    let server: Awaited<ReturnType<UsableDatabase['open']>>;
    let undisturbed: TestDatabase;
    let disturbed: TestDatabase;
    let running: ServiceProcess | undefined;

    beforeAll(async () => {
      server = await open();
      undisturbed = await createTestDatabase(server.mysql, `undisturbed_${run}`);
      disturbed = await createTestDatabase(server.mysql, `disturbed_${run}`);
      const eventLog = createKafkaEventLog({ brokers: [addresses!.kafkaBrokers], clientId: 'test' });
      await eventLog.ensureTopics([{ name: topic, partitions: 3 }]);
      await eventLog.append(
        topic,
        analyses.map((analysis) => encodeSeriesAnalyzed(analysis)),
      );
      await eventLog.close();
    }, databaseStartTimeoutMs);

    afterAll(async () => {
      await running?.kill();
      await undisturbed?.drop();
      await disturbed?.drop();
      await server?.stop();
    });

    const startStorage = async (database: TestDatabase): Promise<ServiceProcess> => {
      running = await startService('storage', { ...kafka, ...database.env, STORAGE_RETENTION: '5200w' });
      return running;
    };

    const storedCount = async (database: TestDatabase): Promise<number> => {
      const [row] = await database.query<{ total: string | null }>(
        'SELECT SUM(next_offset) AS total FROM consumer_offset',
      );
      return Number(row?.total ?? 0);
    };

    const untilAllStored = (database: TestDatabase) =>
      eventually('every analysis is stored', async () =>
        (await storedCount(database)) === analyses.length ? true : undefined,
      );

    it('leaves, once restarted, the same tables as an undisturbed run, row for row', async () => {
      const calm = await startStorage(undisturbed);
      await untilAllStored(undisturbed);
      expect(await calm.stop()).toBe(0);

      let killsInTransaction = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        const storage = await startStorage(disturbed);
        const before = await storedCount(disturbed).catch(() => 0);
        await eventually('storage has written more, and is in the middle of a statement', async () => {
          const writing = await disturbed.query(
            `SELECT id FROM information_schema.processlist WHERE db = '${disturbed.name}' AND command <> 'Sleep' AND id <> CONNECTION_ID()`,
          );
          const stored = await storedCount(disturbed).catch(() => 0);
          return writing.length > 0 && stored > before ? true : undefined;
        });
        await storage.kill();
        const stored = await storedCount(disturbed);
        if (stored > 0 && stored < analyses.length) killsInTransaction += 1;
      }
      expect(killsInTransaction, 'at least one kill came before everything was stored').toBeGreaterThan(0);

      const last = await startStorage(disturbed);
      await untilAllStored(disturbed);
      expect(await last.stop()).toBe(0);
      const expected = await dumpTables(undisturbed);
      expect(expected.execution_time).toHaveLength(analyses.length);
      expect(await dumpTables(disturbed)).toEqual(expected);
    }, 120_000);
  },
);
