import { silentLogger } from '@forewarn/core';
import { type Admin, KafkaJSConnectionError } from 'kafkajs';

import { describe, expect, it, vi } from 'vitest';
import { KafkaAdmin } from './kafka-admin.js';
import { KafkaAccess } from './security/kafka-access.js';

/** What kafkajs' admin does: it knows nothing of the cluster any more once it is disconnected. */
function fakeAdmin() {
  let answer: (answer: { topics: [] }) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const metadata = new Promise<{ topics: [] }>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  metadata.catch(() => {});
  return {
    answer,
    fail,
    connect: vi.fn(async () => {}),
    disconnect: vi.fn(async () => fail(new TypeError('reading topicMetadata of null'))),
    fetchTopicMetadata: vi.fn(() => metadata),
    describeCluster: vi.fn(async (): Promise<unknown> => {
      throw new KafkaJSConnectionError('refused');
    }),
  };
}

/** An admin, and the clients that it connects, one after the other. */
function adminOverFakes() {
  const clients: ReturnType<typeof fakeAdmin>[] = [];
  const settings = {
    requestTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    replicationFactor: 1,
    logger: silentLogger,
    access: new KafkaAccess(),
  };
  const admin = new KafkaAdmin(settings, () => {
    const client = fakeAdmin();
    clients.push(client);
    return client as unknown as Admin;
  });
  return { admin, clients };
}

describe('KafkaAdmin', () => {
  it('leaves a connection on which a call failed, but not under the calls of others', async () => {
    const { admin, clients } = adminOverFakes();
    const other = admin.requireTopic('a');
    await expect(admin.check({})).rejects.toThrow('refused');
    expect(clients[0]?.disconnect).not.toHaveBeenCalled();

    clients[0]?.answer({ topics: [] });
    await other;
    expect(clients[0]?.disconnect).toHaveBeenCalledOnce();
  });

  it('connects anew for what is asked behind a failure, and lives with a late failure of the one before', async () => {
    const { admin, clients } = adminOverFakes();
    const late = admin.requireTopic('a');
    await expect(admin.check({})).rejects.toThrow('refused');
    const behind = admin.requireTopic('b');
    await vi.waitFor(() => expect(clients).toHaveLength(2));

    clients[0]?.fail(new KafkaJSConnectionError('lost'));
    await expect(late).rejects.toThrow('lost');
    clients[1]?.answer({ topics: [] });
    await behind;
    expect(clients[1]?.disconnect).not.toHaveBeenCalled();
  });

  it('disconnects when it is closed, and calls that still run fail for want of a broker', async () => {
    const { admin, clients } = adminOverFakes();
    const running = admin.requireTopic('a');
    await vi.waitFor(() => expect(clients[0]?.fetchTopicMetadata).toHaveBeenCalled());
    await admin.close();
    await expect(running).rejects.toMatchObject({ code: 'event-log-unavailable' });
  });
});
