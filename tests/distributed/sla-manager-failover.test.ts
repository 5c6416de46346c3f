import { objectiveEvaluatedTopic } from '@forewarn/contracts';
import { decodeRecord, type EventLog } from '@forewarn/core';
import { createKafkaEventLog } from '@forewarn/event-log';
import { freePort, servers } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { newRun } from '../support/new-run.js';
import { type ServiceProcess, startService } from '../support/service-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const addresses = servers();
const minuteMs = 60_000;
const names = Array.from({ length: 24 }, (_, at) => `objective ${at}`);

describe.skipIf(addresses === null)('two processes of sla-manager', () => {
  const { run, env: kafka } = newRun(addresses?.kafkaBrokers ?? '', 3);
  const namespace = kafka.KAFKA_NAMESPACE;
  /** Ends of the minutes of which there is a verdict, by objective, in the order of the log. */
  const verdicts = new Map<string, number[]>();
  let database: TestDatabase;
  let eventLog: EventLog;
  let storage: ServiceProcess;
  let processes: ServiceProcess[] = [];
  let origin: string;

  const startSlaManager = async (): Promise<ServiceProcess> => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    return startService('sla-manager', {
      ...kafka,
      ...database.env,
      PROMETHEUS_URL: addresses!.prometheusUrl,
      SLA_HOST: '127.0.0.1',
      SLA_PORT: String(port),
    });
  };

  beforeAll(async () => {
    database = await createTestDatabase(addresses!.mysql, `verdicts_${run}`);
    eventLog = createKafkaEventLog({ brokers: [addresses!.kafkaBrokers], clientId: 'test' });
    storage = await startService('storage', { ...kafka, ...database.env });
    processes = [await startSlaManager(), await startSlaManager()];
    await Promise.all([storage, ...processes].map((each) => each.ready()));
    await eventLog.consume({
      topic: objectiveEvaluatedTopic.name(namespace),
      group: `watch-${run}`,
      handle: async ({ records }) => {
        for (const record of records) {
          const { objective, endMs } = decodeRecord(objectiveEvaluatedTopic, record);
          verdicts.set(objective, [...(verdicts.get(objective) ?? []), endMs]);
        }
      },
    });
  });

  afterAll(async () => {
    await Promise.all([storage, ...processes].map((each) => each?.kill()));
    await eventLog?.close();
    await database?.drop();
  });

  const judgedBy = async ({ operationsUrl }: ServiceProcess): Promise<number> => {
    const metrics = await (await fetch(`${operationsUrl}/metrics`)).text();
    return Number(/^forewarn_sla_last_round_objectives (\d+)$/m.exec(metrics)?.[1] ?? 0);
  };

  /** The newest minute of which every objective has a verdict. */
  const judgedTo = (): number => Math.min(...names.map((name) => verdicts.get(name)?.at(-1) ?? 0));

  it(
    'share the objectives; when one is killed the other has them within a minute, and no minute is judged twice or left out',
    async () => {
      const objectives = names.map((name, at) => ({
        name,
        indicator: 'up',
        min: 0,
        target: 0.5 + at / 100,
        window: '5m',
      }));
      const created = await fetch(`${origin}/api/v1/slas`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'shared', objectives }),
      });
      expect(created.status).toBe(201);
      await eventually(
        'both judge a part, and all is judged',
        async () => {
          const parts = await Promise.all(processes.map(judgedBy));
          const isShared = parts.every((part) => part > 0) && parts[0]! + parts[1]! === names.length;
          return isShared && judgedTo() > 0 ? true : undefined;
        },
        2.5 * minuteMs,
      );

      // In the middle of a round, if it can be had.
      const sharedTo = judgedTo();
      await eventually(
        'the next minute is being judged',
        async () => [...verdicts.values()].some((ends) => ends.at(-1)! > sharedTo) || undefined,
        1.5 * minuteMs,
      );
      const killedAtMs = Date.now();
      await processes[0]!.kill();
      await processes[1]!.logged(
        ({ message, partitions, part }) =>
          part === 'verdicts' &&
          message === 'this process judges the objectives of these partitions' &&
          Array.isArray(partitions) &&
          partitions.length === 6,
        minuteMs,
      );
      expect(Date.now() - killedAtMs, 'milliseconds until the other has all').toBeLessThan(minuteMs);
      await eventually(
        'every objective has a verdict of a minute that ended behind the kill',
        async () => judgedTo() > killedAtMs || undefined,
        2.5 * minuteMs,
      );

      for (const [name, ends] of verdicts) {
        const expected = ends.map((_, at) => ends[0]! + at * minuteMs);
        expect(ends, name).toEqual(expected);
      }
      const told = [...verdicts.values()].reduce((sum, ends) => sum + ends.length, 0);
      await eventually('every verdict is a row', async () => {
        const [row] = await database.query<{ total: number }>(
          'SELECT COUNT(*) AS total FROM objective_verdict',
        );
        return Number(row?.total) >= told || undefined;
      });
    },
    10 * minuteMs,
  );
});
