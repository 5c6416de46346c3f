import { randomUUID } from 'node:crypto';
import { EventLogInbox, servers } from '@forewarn/testkit';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';

const addresses = servers();
const values = Array.from({ length: 300 }, (_, n) => `${n} `.repeat(1 + ((n * 37) % 400)));

describe.skipIf(addresses === null)('topics on a real broker', () => {
  const brokers = [addresses?.kafkaBrokers ?? ''];
  const admin = new Kafka({ brokers, clientId: 'test-admin', logLevel: logLevel.NOTHING }).admin();
  const log = createKafkaEventLog({ brokers, clientId: 'forewarn-test', longestFetchWaitMs: 250 });

  beforeAll(() => admin.connect());

  afterAll(async () => {
    await admin.disconnect();
    await log.close();
  });

  // The broker then compresses anew, by Java's libraries, whatever it is sent.
  it.each(['snappy', 'lz4', 'zstd', 'gzip', 'uncompressed'])(
    'that have the compression %s are written and read',
    async (type) => {
      const topic = `${type}-${randomUUID()}`;
      const configEntries = [{ name: 'compression.type', value: type }];
      await admin.createTopics({
        topics: [{ topic, numPartitions: 1, configEntries }],
        waitForLeaders: false,
      });
      // Waits until the broker knows it, too.
      await log.ensureTopics([{ name: topic, partitions: 1 }]);
      await log.append(
        topic,
        values.map((value) => ({ key: null, value: Buffer.from(value), headers: { schema: type } })),
      );
      const inbox = new EventLogInbox();
      const reading = await log.consume({ topic, group: `reader of ${topic}`, handle: inbox.handle });
      await inbox.untilRecords(values.length);
      await reading.stop();
      expect(inbox.texts).toEqual(values);
      expect(inbox.records[0]?.headers).toEqual({ schema: type });
    },
  );

  it('that we create keep the compression of who writes', async () => {
    const topic = `ours-${randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic }];
    const { resources: found } = await admin.describeConfigs({ includeSynonyms: false, resources });
    const entries = new Map(found[0]?.configEntries.map((entry) => [entry.configName, entry]));
    expect(entries.get('compression.type')).toMatchObject({ configValue: 'producer', isDefault: false });
    expect(entries.get('retention.ms')).toMatchObject({ configValue: '3600000', isDefault: false });
  });
});
