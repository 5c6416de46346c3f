import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EventLogInbox, servers } from '@forewarn/testkit';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';

const addresses = servers();

describe.skipIf(addresses === null)('a producer with transactions', () => {
  const brokers = [addresses?.kafkaBrokers ?? ''];
  const kafka = new Kafka({ brokers, clientId: 'other', logLevel: logLevel.NOTHING });
  const log = createKafkaEventLog({ brokers, clientId: 'forewarn-test', longestFetchWaitMs: 250 });

  afterAll(() => log.close());

  it('leaves marks in the log that hold no record, and the consumer counts as one that has handled all', async () => {
    const topic = `topic-${randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    const producer = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
    const write = async (value: string, end: 'commit' | 'abort') => {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value }] });
      await transaction[end]();
    };
    const inbox = new EventLogInbox();
    const consumption = await log.consume({ topic, group: `reader of ${topic}`, handle: inbox.handle });
    await write('kept', 'commit');
    await inbox.untilRecords(1);
    await write('dropped', 'abort');
    // Two records and two marks.
    for (let progress = await consumption.progress(); progress?.[0]?.position !== 4; ) {
      await delay(50);
      progress = await consumption.progress();
    }
    expect(await consumption.progress()).toEqual([{ partition: 0, position: 4, end: 4 }]);
    expect(inbox.texts).toEqual(['kept']);
    await producer.disconnect();
  });
});
