import { randomUUID } from 'node:crypto';
import { type EventLog, type LogFields, silentLogger } from '@forewarn/core';
import { canStartServers, EventLogInbox, type ServerHandle, startKafka } from '@forewarn/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKafkaEventLog, type KafkaEventLogOptions } from './index.js';

const partitions = 3;

/** A broker that is killed takes half a minute to come back on a busy machine. */
const timeoutMs = 240_000;

// A broker of its own, because killing the one that all tests share would disturb them.
describe.skipIf(!canStartServers())('a Kafka broker that is killed and restarted', () => {
  let broker: ServerHandle;
  let log: EventLog;
  let topic: string;

  const openLog = (options: Partial<KafkaEventLogOptions> = {}) =>
    createKafkaEventLog({
      brokers: [broker.address],
      clientId: 'forewarn-test',
      retry: { firstMs: 50, longestMs: 500 },
      longestFetchWaitMs: 250,
      ...options,
    });

  /** Appends one number after the other, until told to stop. @returns the numbers that were acknowledged */
  const appendNumbers = async (signal: AbortSignal, onAcknowledged: (count: number) => void) => {
    const acknowledged: string[] = [];
    for (let n = 0; !signal.aborted; n += 1) {
      // Without a key every third time: those must not be partitioned anew when they are tried again.
      const record = { key: n % 3 === 0 ? null : `${n % 5}`, value: Buffer.from(`${n}`), headers: {} };
      await log.append(topic, [record]);
      acknowledged.push(`${n}`);
      onAcknowledged(acknowledged.length);
    }
    return acknowledged;
  };

  /** Everything that the topic holds. */
  const readAll = async (count: number) => {
    const inbox = new EventLogInbox();
    const reading = await log.consume({ topic, group: `auditor of ${topic}`, handle: inbox.handle });
    await inbox.untilRecords(count);
    await reading.stop();
    return inbox;
  };

  beforeAll(async () => {
    broker = await startKafka();
  });

  afterAll(async () => {
    await broker.stop();
  });

  beforeEach(async () => {
    topic = `topic-${randomUUID()}`;
    log = openLog();
    await log.ensureTopics([{ name: topic, partitions }]);
  });

  afterEach(async () => {
    await log.close();
  });

  it(
    'loses no record, and duplicates none in the log, in the middle of appends and consumption',
    async () => {
      const inbox = new EventLogInbox();
      await log.consume({ topic, group: `reader of ${topic}`, handle: inbox.handle });
      const enough = new AbortController();
      const progress = new EventLogInbox();
      let acknowledgedCount = 0;
      const appending = appendNumbers(enough.signal, (count) => {
        acknowledgedCount = count;
        progress.onAssignment([]);
      });
      appending.catch(() => {});
      await Promise.all([inbox.untilRecords(50), progress.until(() => acknowledgedCount >= 50)]);

      await broker.kill();
      const countWhenKilled = acknowledgedCount;
      await broker.restart();
      const restartedMs = performance.now();
      await progress.until(() => acknowledgedCount >= countWhenKilled + 50);
      const appendsMs = performance.now() - restartedMs;
      enough.abort();
      const acknowledged = await appending;
      await inbox.until(({ texts }) => new Set(texts).size === acknowledged.length);
      const deliveryMs = performance.now() - restartedMs;

      const { texts, batches } = await readAll(acknowledged.length);
      expect([...texts].sort()).toEqual([...acknowledged].sort());
      for (let partition = 0; partition < partitions; partition += 1) {
        const offsets = batches
          .filter((batch) => batch.partition === partition)
          .flatMap(({ records }) => records.map(({ offset }) => offset));
        expect(offsets).toEqual(offsets.map((_, at) => at));
      }
      process.stdout.write(
        `after the broker's restart: 50 appends within ${Math.round(appendsMs)} ms, all delivered within ` +
          `${Math.round(deliveryMs)} ms, ${inbox.records.length - acknowledged.length} delivered twice\n`,
      );
    },
    timeoutMs,
  );

  it(
    'is unavailable for longer than its clients keep trying: appends say so, and all goes on when it is back',
    async () => {
      await log.close();
      const lines = new EventLogInbox();
      const messages: string[] = [];
      const warn = (_: LogFields, message: string) => {
        messages.push(message);
        lines.onAssignment([]);
      };
      const logger = { ...silentLogger, warn, child: () => logger };
      log = openLog({ logger, appendTimeoutMs: 3_000 });
      const inbox = new EventLogInbox();
      await log.consume({ topic, group: `reader of ${topic}`, handle: inbox.handle });
      const append = (text: string) =>
        log.append(topic, [{ key: 'a', value: Buffer.from(text), headers: {} }]);
      await append('before');
      await inbox.untilRecords(1);

      await broker.kill();
      const startedMs = performance.now();
      const unavailable = { code: 'event-log-unavailable', retryable: true };
      await expect(append('during')).rejects.toMatchObject(unavailable);
      await expect(append('during')).rejects.toMatchObject(unavailable);
      await expect(log.check()).rejects.toMatchObject(unavailable);
      expect(performance.now() - startedMs).toBeLessThan(15_000);
      await lines.until(() => messages.includes('the consumer crashed and joins its group again'));
      await lines.until(() => messages.includes('the consumer could not join its group and tries again'));

      await broker.restart();
      await append('after');
      await inbox.until(({ texts }) => texts.includes('after'));
      expect(inbox.texts[0]).toBe('before');
      await log.check();
    },
    timeoutMs,
  );
});
