import { randomUUID } from 'node:crypto';
import {
  EventLogInbox,
  type ForeignProducer,
  type ForeignRecord,
  foreignProducer,
  servers,
} from '@forewarn/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';

const addresses = servers();

const bytes = fc.uint8Array({ maxLength: 30 }).map((array) => Buffer.from(array));
const headerValue = fc.oneof(bytes, fc.constant(null));
const headerName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('__proto__', 'schema'),
);
const headers = fc
  .array(fc.tuple(headerName, fc.oneof(headerValue, fc.array(headerValue, { maxLength: 3 }))), {
    maxLength: 4,
  })
  .map((entries) => Object.fromEntries(entries));
const foreignRecords = fc.record({ key: fc.option(bytes), value: fc.option(bytes), headers });

describe.skipIf(addresses === null)('records of other producers', () => {
  const brokers = [addresses?.kafkaBrokers ?? ''];
  let producer: ForeignProducer;
  const log = createKafkaEventLog({ brokers, clientId: 'forewarn-test', longestFetchWaitMs: 250 });

  beforeAll(async () => {
    producer = await foreignProducer(brokers);
  });

  afterAll(async () => {
    await producer.close();
    await log.close();
  });

  /** What a consumer gets of what the producer sends. */
  const delivered = async (sent: readonly ForeignRecord[]) => {
    const topic = `topic-${randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    await producer.send(topic, sent);
    const inbox = new EventLogInbox();
    const reading = await log.consume({ topic, group: `reader of ${topic}`, handle: inbox.handle });
    await inbox.untilRecords(sent.length);
    await reading.stop();
    return inbox.records;
  };

  it('are delivered whatever they hold, in order', async () => {
    const [sent] = fc.sample(fc.array(foreignRecords, { minLength: 500, maxLength: 500 }), {
      seed: 1,
      numRuns: 1,
    });
    const records = await delivered(sent!);
    expect(records.map(({ offset }) => offset)).toEqual(sent!.map((_, at) => at));
    expect(records.map(({ value }) => Buffer.from(value).toString('hex'))).toEqual(
      sent!.map(({ value }) => value?.toString('hex') ?? ''),
    );
  });

  it('without key, value and the value of a header are read as empty', async () => {
    const traced = { traceparent: null, twice: ['a', null] };
    expect(await delivered([{ key: null, value: null, headers: traced }])).toMatchObject([
      { key: null, value: new Uint8Array(0), headers: { traceparent: '', twice: '' } },
    ]);
  });
});
