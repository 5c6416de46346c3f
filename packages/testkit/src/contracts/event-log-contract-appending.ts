import { randomBytes } from 'node:crypto';
import type { NewRecord } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { type EventLogBench, textRecord } from './event-log-bench.js';
import { EventLogInbox } from './event-log-inbox.js';

/** Topics and appends. */
export function describeAppending(bench: EventLogBench): void {
  describe('topics', () => {
    it('leaves a topic that exists as it is, and creates the absent ones beside it', async () => {
      const existing = await bench.newTopic(2);
      await bench.log.append(existing, [textRecord('kept', 'key')]);
      const absent = `${existing}-absent`;
      await bench.log.ensureTopics([
        { name: existing, partitions: 5, retentionMs: 1 },
        { name: absent, partitions: 1, retentionMs: 3_600_000 },
      ]);
      await bench.log.append(absent, [textRecord('new')]);
      const inbox = new EventLogInbox();
      await bench.log.consume({ ...bench.options(existing, inbox.handle), onAssignment: inbox.onAssignment });
      await inbox.untilRecords(1);
      expect(inbox.assignment).toEqual([0, 1]);
      expect(inbox.texts).toEqual(['kept']);
    });

    it('creates a topic once when several ask at once', async () => {
      const name = `${await bench.newTopic(1)}-shared`;
      await Promise.all([1, 2, 3].map(() => bench.log.ensureTopics([{ name, partitions: 3 }])));
      const inbox = new EventLogInbox();
      await bench.log.consume({ ...bench.options(name, inbox.handle), onAssignment: inbox.onAssignment });
      await inbox.until(({ assignment }) => assignment?.length === 3);
    });

    it('rejects an append to a topic that does not exist', async () => {
      const absent = `${await bench.newTopic(1)}-absent`;
      await expect(bench.log.append(absent, [textRecord('x')])).rejects.toMatchObject({
        code: 'event-log-rejected',
      });
    });

    it('rejects the consumption of a topic that does not exist', async () => {
      const absent = `${await bench.newTopic(1)}-absent`;
      const consumption = bench.log.consume(bench.options(absent, async () => {}));
      await expect(consumption).rejects.toMatchObject({ code: 'event-log-rejected' });
    });
  });

  describe('append', () => {
    it('keeps bytes, keys and headers as they are', async () => {
      const topic = await bench.newTopic(1);
      const records: NewRecord[] = [
        { key: 'plain', value: Buffer.from('text'), headers: { type: 'a/b', empty: '' } },
        { key: null, value: Uint8Array.from({ length: 256 }, (_, byte) => byte), headers: {} },
        { key: 'up{a="é\u0000😀"}', value: new Uint8Array(0), headers: { reason: 'größer als 1 MiB' } },
        { key: '', value: Buffer.from('behind').subarray(2, 4), headers: {} },
      ];
      const beforeMs = Date.now();
      await bench.log.append(topic, records);
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(4);
      const got = inbox.records.map(({ key, value, headers }) => ({
        key,
        bytes: [...value],
        headers: { ...headers },
      }));
      expect(got).toEqual(records.map(({ key, value, headers }) => ({ key, bytes: [...value], headers })));
      expect(inbox.records.every(({ value }) => value instanceof Uint8Array)).toBe(true);
      for (const { timestampMs } of inbox.records) {
        expect(timestampMs).toBeGreaterThanOrEqual(beforeMs);
        expect(timestampMs).toBeLessThanOrEqual(Date.now());
      }
    });

    it('keeps the order of each key, also of appends that nobody waited for, and one partition per key', async () => {
      const topic = await bench.newTopic(4);
      const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
      const appends = Array.from({ length: 30 }, (_, round) =>
        bench.log.append(
          topic,
          keys.map((key) => textRecord(`${key}${round}`, key)),
        ),
      );
      await Promise.all(appends);
      await bench.reopen();
      await bench.log.append(
        topic,
        keys.map((key) => textRecord(`${key}30`, key)),
      );
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(31 * keys.length);
      for (const key of keys) {
        const ofKey = inbox.texts.filter((text) => text.startsWith(key));
        expect(ofKey).toEqual(Array.from({ length: 31 }, (_, round) => `${key}${round}`));
        const partitions = inbox.batches.filter(({ records }) =>
          records.some((record) => record.key === key),
        );
        expect(new Set(partitions.map(({ partition }) => partition)).size).toBe(1);
      }
    });

    it('spreads records without a key over the partitions', async () => {
      const topic = await bench.newTopic(3);
      await bench.log.append(
        topic,
        Array.from({ length: 30 }, (_, n) => textRecord(`${n}`)),
      );
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(30);
      const sizes = [0, 1, 2].map((number) =>
        inbox.batches
          .filter(({ partition }) => partition === number)
          .reduce((sum, { records }) => sum + records.length, 0),
      );
      expect(sizes).toEqual([10, 10, 10]);
    });

    it('has made records durable when it resolves', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(topic, [textRecord('one', 'a'), textRecord('two', 'b')]);
      await bench.reopen();
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(2);
      expect(inbox.texts.sort()).toEqual(['one', 'two']);
    });

    it('appends many megabytes at once', async () => {
      const topic = await bench.newTopic(1);
      const value = randomBytes(100_000);
      const records = Array.from({ length: 60 }, (_, n) => ({ key: `${n}`, value, headers: {} }));
      await bench.log.append(topic, records);
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(60);
      expect(inbox.records.map(({ key }) => key)).toEqual(records.map(({ key }) => key));
      expect(inbox.records.every((record) => value.equals(record.value))).toBe(true);
    });

    it('rejects a record over the size limit, and goes on with others', async () => {
      const topic = await bench.newTopic(1);
      const huge = { key: null, value: randomBytes(2 * 1024 * 1024), headers: {} };
      const [rejected] = await Promise.allSettled([
        bench.log.append(topic, [huge]),
        bench.log.append(topic, [textRecord('beside')]),
      ]);
      expect(rejected).toMatchObject({
        status: 'rejected',
        reason: { code: 'event-log-rejected', retryable: false },
      });
      await bench.log.append(topic, [textRecord('behind')]);
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(2);
      expect(inbox.texts).toEqual(['beside', 'behind']);
    });

    it('appends nothing when there is nothing, or when the call was cancelled before', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, []);
      const cancelled = bench.log.append(topic, [textRecord('no')], { signal: AbortSignal.abort() });
      await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
      await bench.log.append(topic, [textRecord('yes')]);
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(1);
      expect(inbox.texts).toEqual(['yes']);
    });
  });
}
