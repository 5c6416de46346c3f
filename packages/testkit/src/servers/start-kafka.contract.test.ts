import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { missingPrograms } from './missing-programs.js';
import type { ServerHandle } from './native-server.js';
import { startKafka } from './start-kafka.js';

const TOPIC = 'kept';
const missing = process.env.CI === 'true' ? [] : await missingPrograms();

describe.skipIf(missing.length > 0)('Kafka', { timeout: 120_000 }, () => {
  let kafka: ServerHandle | undefined;

  afterEach(async () => {
    await kafka?.stop();
  }, 30_000);

  it('keeps records and committed offsets through a stop and a restart', async () => {
    kafka = await startKafka();
    await createTopic(kafka.address);
    await produce(kafka.address, 'before');
    expect(await consumeOne(kafka.address)).toBe('before');
    await kafka.stop({ keepData: true });
    await kafka.restart();
    await produce(kafka.address, 'after');
    expect(await consumeOne(kafka.address)).toBe('after');
  });

  it('keeps acknowledged records through a kill', async () => {
    kafka = await startKafka();
    await createTopic(kafka.address);
    await produce(kafka.address, 'acknowledged');
    await kafka.kill();
    await kafka.restart();
    expect(await consumeOne(kafka.address)).toBe('acknowledged');
  });

  it('creates no topic that was not asked for', async () => {
    kafka = await startKafka();
    await expect(produce(kafka.address, 'lost', { retries: 1 })).rejects.toThrow(
      /does not host this topic-partition/,
    );
  });
});

function client(broker: string): Kafka {
  return new Kafka({
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    retry: { retries: 8, initialRetryTime: 100 },
  });
}

async function createTopic(broker: string): Promise<void> {
  const admin = client(broker).admin();
  await admin.connect();
  // kafkajs' wait for leaders fails where the broker's metadata do not have the topic at once; producing tries again.
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: false });
  await admin.disconnect();
}

/** @param retry  of metadata that do not have the topic, and of what passes */
async function produce(broker: string, value: string, retry = { retries: 8 }): Promise<void> {
  const producer = client(broker).producer({
    allowAutoTopicCreation: true,
    idempotent: true,
    retry,
  });
  await producer.connect();
  try {
    await producer.send({ topic: TOPIC, acks: -1, messages: [{ key: 'k', value }] });
  } finally {
    await producer.disconnect();
  }
}

/** The first record that the group has not seen; its offset is committed before this returns. */
async function consumeOne(broker: string): Promise<string | undefined> {
  const consumer = client(broker).consumer({
    groupId: 'readers',
    sessionTimeout: 6_000,
    heartbeatInterval: 500,
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    return await new Promise((resolve, reject) => {
      const eachMessage = async ({
        partition,
        message,
      }: {
        partition: number;
        message: { offset: string; value: Buffer | null };
      }) => {
        await consumer.commitOffsets([
          { topic: TOPIC, partition, offset: String(BigInt(message.offset) + 1n) },
        ]);
        resolve(message.value?.toString());
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}
