import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  canStartServers,
  EventLogInbox,
  foreignProducer,
  recordingLogger,
  type ServerHandle,
  startKafka,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKafkaEventLog } from './index.js';
import { cutBatches } from './kafka/batches/batch-header.js';

/** By what is wrong with them, what is done to the bytes of batches of three records. */
const damages: Readonly<Record<string, (batch: Buffer) => void>> = {
  'damaged bytes': (batch) => batch.fill(0xff, 65, 75),
  'another codec than it says': (batch) => batch.writeInt16BE(3, 21),
  'no compression, though it says so': (batch) => batch.fill('plain text', 61),
};

// A broker of its own: what stands on its disk is damaged while it is down.
describe.skipIf(!canStartServers())('batches on a broker that cannot be read', { timeout: 240_000 }, () => {
  let dataDir: string;
  let kafka: ServerHandle;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'forewarn-damaged-'));
    kafka = await startKafka({ dataDir });
  }, 120_000);
  afterAll(async () => {
    await kafka?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const openLog = (logger = recordingLogger()) =>
    createKafkaEventLog({ brokers: [kafka.address], clientId: 'test', longestFetchWaitMs: 250, logger });

  /** Three records for each of the names, in one batch. */
  const appendBatches = async (topic: string, names: readonly string[]) => {
    const log = openLog();
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    for (const name of names) {
      const values = [1, 2, 3].map((n) => `${name} ${n} ${'-'.repeat(200)}`);
      await log.append(
        topic,
        values.map((value) => ({ key: null, value: Buffer.from(value), headers: {} })),
      );
    }
    await log.close();
  };

  /** Changes what the broker has on its disk of a topic, batch by batch. */
  const damageOnDisk = async (topic: string, change: (batch: Buffer, at: number) => void) => {
    await kafka.stop({ keepData: true });
    const segment = join(dataDir, 'logs', `${topic}-0`, '00000000000000000000.log');
    const bytes = await readFile(segment);
    for (const [at, batch] of [...cutBatches(bytes)].entries()) change(batch, at);
    await writeFile(segment, bytes);
    await kafka.restart();
  };

  it('are passed over as a whole, named, and their neighbours are delivered', async () => {
    const topic = `damaged-${randomUUID()}`;
    const kinds = Object.values(damages);
    // A good one before each, and one at the end.
    await appendBatches(topic, [...kinds.flatMap((_, n) => [`good ${n}`, `lost ${n}`]), 'last']);
    await damageOnDisk(topic, (batch, at) => {
      if (at % 2 === 1) kinds[(at - 1) / 2]!(batch);
    });

    const logger = recordingLogger();
    const log = openLog(logger);
    const inbox = new EventLogInbox();
    const reading = await log.consume({ topic, group: `reader of ${topic}`, handle: inbox.handle });
    await inbox.untilRecords(4 * kinds.length + 3);
    // The offset moves when the last batch was handled, which has only begun.
    await vi.waitFor(
      async () => expect(await reading.progress()).toEqual([{ partition: 0, position: 21, end: 21 }]),
      { timeout: 60_000, interval: 100 },
    );
    await reading.stop();
    await log.close();

    const lost = inbox.records.filter(({ unreadable }) => unreadable);
    expect(lost.map(({ offset, unreadable, key, headers }) => [offset, unreadable, key, headers])).toEqual(
      kinds.map((_, n) => [
        6 * n + 5,
        { firstOffset: 6 * n + 3, reason: expect.stringMatching(/\w/) },
        null,
        {},
      ]),
    );
    const good = inbox.records.filter(({ unreadable }) => !unreadable);
    expect(good.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 6 * kinds.length + 3 }, (_, offset) => offset).filter((offset) => offset % 6 < 3),
    );
    const named = logger.lines.filter(
      ({ message }) => message === 'records that cannot be read were passed over',
    );
    expect(named.map(({ level, fields }) => [level, fields])).toEqual(
      kinds.map((_, n) => [
        'error',
        expect.objectContaining({ topic, partition: 0, firstOffset: 6 * n + 3, lastOffset: 6 * n + 5 }),
      ]),
    );
  });

  it('are passed over when they become larger than 64 MiB', async () => {
    const topic = `large-${randomUUID()}`;
    await appendBatches(topic, ['before']);
    const producer = await foreignProducer([kafka.address]);
    await producer.send(topic, [{ key: null, value: Buffer.alloc(65 * 1024 * 1024) }], 'gzip');
    await producer.close();
    await appendBatches(topic, ['after']);
    const log = openLog();
    const inbox = new EventLogInbox();
    await log.consume({ topic, group: `reader of ${topic}`, handle: inbox.handle });
    await inbox.untilRecords(7);
    await log.close();
    expect(inbox.records.map(({ offset, unreadable }) => [offset, unreadable?.firstOffset])).toEqual(
      Array.from({ length: 7 }, (_, offset) => [offset, offset === 3 ? 3 : undefined]),
    );
    expect(inbox.records[3]!.value.length).toBeLessThan(1024 * 1024);
  });
});
