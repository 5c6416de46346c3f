import { once } from 'node:events';
import { promisify } from 'node:util';
import {
  encodeSeriesAnalyzed,
  retrievalClient,
  type WatchAnalysesResponse__Output,
} from '@forewarn/contracts';
import type { EventLog } from '@forewarn/core';
import { createKafkaEventLog } from '@forewarn/event-log';
import {
  EventLogInbox,
  type ForeignProducer,
  type ForeignRecord,
  foreignProducer,
  servers,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { newRun } from './support/new-run.js';
import { type ServiceSet, startServices } from './support/service-set.js';
import { syntheticAnalyses } from './support/synthetic-analyses.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const addresses = servers();
const [first, second] = syntheticAnalyses(2, 1);
const event = encodeSeriesAnalyzed(first!);
const value = Buffer.from(event.value);

/** What others write to the topic of results, by what is foreign in it. */
const foreign: Readonly<Record<string, ForeignRecord>> = {
  'a header of null': { key: 'a', value: 'b', headers: { traceparent: null } },
  'a schema of null': { key: event.key, value, headers: { ...event.headers, schema: null } },
  'a schema twice, last null': {
    key: event.key,
    value,
    headers: { ...event.headers, schema: [event.headers.schema!, null] },
  },
  'names of every object': {
    key: 'a',
    value: 'b',
    headers: { constructor: 'b', toString: [null, null] },
  },
  'bytes that are no text': {
    key: Buffer.from([0xff, 0xfe]),
    value: Buffer.from([0xc3]),
    headers: { bin: Buffer.from([0x80]) },
  },
  'a tombstone': { key: event.key, value: null, headers: event.headers },
  nothing: { key: null, value: null },
  'a long value': { key: null, value: Buffer.alloc(1_000_000, 1) },
  'long headers': { key: 'a', value: '', headers: { long: 'x'.repeat(1_040_000) } },
  'a long key': { key: 'k'.repeat(1_040_000), value: '' },
  'many headers': {
    key: null,
    value: '',
    headers: Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`h${n}`, null])),
  },
};

/** In a batch that is small until it is decompressed: more than a reader takes. */
const tooLarge: ForeignRecord = { key: null, value: Buffer.alloc(65 * 1024 * 1024) };

describe.skipIf(addresses === null)('records of other producers in the topic of results', () => {
  const { run, topic, env } = newRun(addresses?.kafkaBrokers ?? '', 1);
  const brokers = [addresses?.kafkaBrokers ?? ''];
  let services: ServiceSet;
  let eventLog: EventLog;
  let producer: ForeignProducer;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase(addresses!.mysql, `foreign_${run}`);
    eventLog = createKafkaEventLog({ brokers, clientId: 'test' });
    await eventLog.ensureTopics([{ name: topic, partitions: 1 }]);
    producer = await foreignProducer(brokers);
    services = await startServices(['storage', 'retrieval'], {
      ...env,
      ...database.env,
      STORAGE_RETENTION: '5200w',
    });
    await services.ready();
  });

  afterAll(async () => {
    const codes = await services?.stop();
    await producer?.close();
    await eventLog?.close();
    await database?.drop();
    expect(codes, 'every service lived until it was told to stop').toEqual({ storage: 0, retrieval: 0 });
  });

  it('become dead letters, are passed over by watchers, and keep nobody from the events behind them', async () => {
    const client = retrievalClient(services.address('retrieval', 'grpc'));
    await promisify(client.waitForReady.bind(client))(Date.now() + 30_000);
    const watch = client.watchAnalyses({});
    const watched: WatchAnalysesResponse__Output[] = [];
    watch.on('data', (message: WatchAnalysesResponse__Output) => watched.push(message));
    watch.on('error', () => {});
    await once(watch, 'metadata');

    for (const record of Object.values(foreign)) await producer.send(topic, [record]);
    await producer.send(topic, [tooLarge], 'gzip');
    await eventLog.append(topic, [encodeSeriesAnalyzed(second!)]);
    const count = Object.keys(foreign).length + 1;
    await eventually('all is settled', async () => {
      const rows = await database.query<{ next_offset: string }>('SELECT next_offset FROM consumer_offset');
      return Number(rows[0]?.next_offset) === count + 1 || undefined;
    });
    await eventually('the watcher has the event', async () => watched.length === 1 || undefined);
    watch.cancel();
    client.close();

    expect(await database.query('SELECT series_id FROM execution_time')).toHaveLength(1);
    const letters = new EventLogInbox();
    await eventLog.consume({ topic: `${topic}.dead-letter`, group: `l-${run}`, handle: letters.handle });
    await letters.untilRecords(count);
    expect(
      letters.records.map(({ headers }) => [headers['origin-offset'], headers['dead-letter-code']]),
    ).toEqual([
      ...Object.keys(foreign).map((_, at) => [
        String(at),
        expect.stringMatching(/^(undecodable|invalid)-event$/),
      ]),
      [String(count - 1), 'unreadable-records'],
    ]);
    expect(letters.records.at(-1)!.headers).toMatchObject({ 'origin-first-offset': String(count - 1) });
    const { operationsUrl } = services.process('storage');
    expect(await (await fetch(`${operationsUrl}/metrics`)).text()).toContain(
      `forewarn_storage_analyses_total{outcome="dead-letter"} ${count}`,
    );
    for (const name of ['storage', 'retrieval'] as const) {
      const metrics = await (await fetch(`${services.process(name).operationsUrl}/metrics`)).text();
      expect(metrics).toMatch(/^forewarn_consumer_unreadable_records_total\{.+\} 1$/m);
    }
    expect((await fetch(`${operationsUrl}/readyz`)).status).toBe(200);
  });
});
