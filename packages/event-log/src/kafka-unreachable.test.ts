import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { EventLog } from '@forewarn/core';
import { freePort } from '@forewarn/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';

const unavailable = { code: 'event-log-unavailable', retryable: true };
const record = { key: null, value: Buffer.from('x'), headers: {} };

describe('a Kafka that cannot be reached', () => {
  let server: Server | undefined;
  let log: EventLog | undefined;
  const sockets: Socket[] = [];

  /** @returns its port */
  const listen = async (): Promise<number> => {
    server = createServer((socket) => sockets.push(socket)).listen({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return port;
  };

  afterEach(async () => {
    await log?.close();
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
  });

  it('makes every call fail soon, so that the caller can decide', async () => {
    const port = await freePort();
    const closed: EventLog = createKafkaEventLog({
      brokers: [`127.0.0.1:${port}`],
      clientId: 'forewarn-test',
    });
    log = closed;
    const startedMs = performance.now();
    const calls = [
      closed.check(),
      closed.ensureTopics([{ name: 'topic', partitions: 1 }]),
      closed.append('topic', [record]),
      closed.consume({ topic: 'topic', group: 'group', handle: async () => {} }),
    ];
    await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject(unavailable)));
    expect(performance.now() - startedMs).toBeLessThan(4_000);
  });

  it('is given up in time when it accepts connections but never answers', async () => {
    const port = await listen();
    log = createKafkaEventLog({
      brokers: [`127.0.0.1:${port}`],
      clientId: 'forewarn-test',
      requestTimeoutMs: 200,
      connectTimeoutMs: 200,
    });
    await expect(log.check()).rejects.toMatchObject(unavailable);
    await expect(log.append('topic', [record])).rejects.toMatchObject(unavailable);
  });

  it('lets a caller give up earlier', async () => {
    const port = await listen();
    log = createKafkaEventLog({
      brokers: [`127.0.0.1:${port}`],
      clientId: 'forewarn-test',
      connectTimeoutMs: 200,
    });
    const abort = new AbortController();
    const check = log.check({ signal: abort.signal });
    abort.abort();
    await expect(check).rejects.toMatchObject({ code: 'cancelled' });
  });
});
