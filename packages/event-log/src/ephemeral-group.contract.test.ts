import { randomUUID } from 'node:crypto';
import type { EventLog } from '@forewarn/core';
import { EventLogInbox, servers } from '@forewarn/testkit';
import kafkajs from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';

const addresses = servers();

describe.skipIf(addresses === null)('an ephemeral group in Kafka', () => {
  const brokers = [addresses?.kafkaBrokers ?? ''];
  const admin = new kafkajs.Kafka({ brokers, clientId: 'forewarn-test', logLevel: 0 }).admin();
  let log: EventLog;
  let topic: string;
  let group: string;

  beforeEach(async () => {
    await admin.connect();
    log = createKafkaEventLog({ brokers, clientId: 'forewarn-test', longestFetchWaitMs: 250 });
    topic = `topic-${randomUUID()}`;
    group = `group-${randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 2 }]);
  });

  afterEach(async () => {
    await log.close();
    await admin.disconnect();
  });

  const groups = async () => (await admin.listGroups()).groups.map(({ groupId }) => groupId);

  const join = async (ephemeral: boolean) => {
    const inbox = new EventLogInbox();
    const { handle, onAssignment } = inbox;
    const consumption = await log.consume({ topic, group, ephemeral, handle, onAssignment });
    await inbox.until(({ assignment }) => assignment?.length === 2);
    return consumption;
  };

  it('is there while it is read in, and gone when the consumption stops', async () => {
    const consumption = await join(true);
    expect(await groups()).toContain(group);
    await consumption.stop();
    expect(await groups()).not.toContain(group);
  });

  it('is gone when the log is closed', async () => {
    await join(true);
    await log.close();
    expect(await groups()).not.toContain(group);
  });

  it('is what others are not: those stay, with their offsets', async () => {
    const consumption = await join(false);
    await consumption.stop();
    expect(await groups()).toContain(group);
  });
});
