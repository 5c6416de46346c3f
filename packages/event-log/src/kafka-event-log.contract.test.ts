import { eventLogContract, servers } from '@forewarn/testkit';
import { describe } from 'vitest';
import { createKafkaEventLog } from './index.js';

const addresses = servers();

describe.skipIf(addresses === null)('on a real broker', () => {
  eventLogContract('The Kafka event log', async () =>
    createKafkaEventLog({
      brokers: [addresses?.kafkaBrokers ?? ''],
      clientId: 'forewarn-test',
      retry: { firstMs: 10, longestMs: 50 },
      heartbeatIntervalMs: 200,
      longestFetchWaitMs: 250,
    }),
  );
});
