import { Kafka, logLevel } from 'kafkajs';
import { createConnection } from 'mysql2/promise';
import { describe, expect, it } from 'vitest';
import { servers } from './servers.js';

const addresses = servers();

describe.skipIf(addresses === null)('the servers of this run', () => {
  const { kafkaBrokers, mysql, prometheusUrl, nodeExporterUrl } = addresses ?? ({} as never);

  it('answer at the addresses that the global setup provides', async () => {
    const admin = new Kafka({ brokers: [kafkaBrokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    expect((await admin.describeCluster()).brokers).toHaveLength(1);
    await admin.disconnect();
    for (const url of [`${prometheusUrl}/-/ready`, `${nodeExporterUrl}/metrics`]) {
      expect((await fetch(url)).status).toBe(200);
    }
  });

  it('let the user create databases', async () => {
    const connection = await createConnection(mysql);
    await connection.query('CREATE DATABASE setup_test CHARACTER SET utf8mb4');
    await connection.query('DROP DATABASE setup_test');
    await connection.end();
  });
});
