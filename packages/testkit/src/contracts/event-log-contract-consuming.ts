import { ForewarnError, type OffsetBounds } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { type EventLogBench, textRecord } from './event-log-bench.js';
import { EventLogInbox } from './event-log-inbox.js';

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => textRecord(`${from + n}`, 'key'));

/** Batches, offsets and where a consumer begins. */
export function describeConsuming(bench: EventLogBench): void {
  describe('batches', () => {
    it('are consecutive, from offset 0 on, and know the end of the partition', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(25));
      const inbox = new EventLogInbox();
      await bench.log.consume({ ...bench.options(topic, inbox.handle), maxBatchRecords: 10 });
      await inbox.untilRecords(25);
      expect(inbox.records.map(({ offset }) => offset)).toEqual(Array.from({ length: 25 }, (_, n) => n));
      expect(inbox.batches.map(({ endOffset }) => endOffset)).toEqual(inbox.batches.map(() => 25));
      expect(inbox.batches.every((batch) => batch.topic === topic && batch.partition === 0)).toBe(true);
    });

    it('have at most as many records as asked for, and at least one', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(
        topic,
        Array.from({ length: 64 }, (_, n) => textRecord(`${n}`)),
      );
      const inbox = new EventLogInbox();
      await bench.log.consume({ ...bench.options(topic, inbox.handle), maxBatchRecords: 7 });
      await inbox.untilRecords(64);
      const sizes = inbox.batches.map(({ records }) => records.length);
      expect(Math.max(...sizes)).toBe(7);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    });

    it('have at most 200 records when nothing is asked for', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(450));
      const inbox = new EventLogInbox();
      await bench.log.consume(bench.options(topic, inbox.handle));
      await inbox.untilRecords(450);
      expect(Math.max(...inbox.batches.map(({ records }) => records.length))).toBe(200);
    });

    it('of one partition never overlap', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(
        topic,
        Array.from({ length: 40 }, (_, n) => textRecord(`${n}`)),
      );
      const inbox = new EventLogInbox();
      const inHand = new Set<number>();
      const handle = async (batch: Parameters<typeof inbox.handle>[0]) => {
        expect(inHand.has(batch.partition)).toBe(false);
        inHand.add(batch.partition);
        await new Promise((resolve) => setImmediate(resolve));
        inHand.delete(batch.partition);
        await inbox.handle(batch);
      };
      const { ended } = await bench.log.consume({ ...bench.options(topic, handle), maxBatchRecords: 2 });
      await Promise.race([inbox.untilRecords(40), ended]);
      expect(inbox.records).toHaveLength(40);
    });

    it('come as soon as records are appended', async () => {
      const topic = await bench.newTopic(1);
      const inbox = new EventLogInbox();
      await bench.log.consume({ ...bench.options(topic, inbox.handle), onAssignment: inbox.onAssignment });
      await inbox.until(({ assignment }) => assignment !== undefined);
      for (let n = 0; n < 5; n += 1) {
        await bench.log.append(topic, numbered(1, n));
        await inbox.untilRecords(n + 1);
      }
      expect(inbox.texts).toEqual(['0', '1', '2', '3', '4']);
    });
  });

  describe('startOffset', () => {
    it('is asked with the bounds of each partition, and decides where reading begins', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(topic, numbered(10));
      const asked = new Map<number, OffsetBounds>();
      const inbox = new EventLogInbox();
      await bench.log.consume({
        ...bench.options(topic, inbox.handle),
        startOffset: async (partition, bounds) => {
          asked.set(partition, bounds);
          return bounds.end === 0 ? 0 : 7;
        },
      });
      await inbox.untilRecords(3);
      expect(inbox.texts).toEqual(['7', '8', '9']);
      expect([...asked.keys()].sort()).toEqual([0, 1]);
      expect([...asked.values()]).toEqual(
        expect.arrayContaining([
          { earliest: 0, end: 10 },
          { earliest: 0, end: 0 },
        ]),
      );
    });

    it('may go back behind the offset of the group, also when nothing new is appended', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(5));
      const inbox = new EventLogInbox();
      const options = bench.options(topic, inbox.handle);
      const first = await bench.log.consume(options);
      await inbox.untilRecords(5);
      await first.stop();
      await bench.log.consume({ ...options, startOffset: async () => 2 });
      await inbox.untilRecords(8);
      expect(inbox.texts.slice(5)).toEqual(['2', '3', '4']);
    });

    it.each([
      ['before the earliest record begins at the earliest', -5, ['0', '1', '2', 'new']],
      ['beyond the end begins at the end', 99, ['new']],
    ])('%s', async (_, offset, expected) => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(3));
      const inbox = new EventLogInbox();
      const asked = new Promise<void>((resolve, reject) => {
        const startOffset = async () => {
          resolve();
          return offset;
        };
        bench.log.consume({ ...bench.options(topic, inbox.handle), startOffset }).catch(reject);
      });
      await asked;
      // The answer is being acted upon while this is appended.
      await bench.log.append(topic, [textRecord('new', 'key')]);
      await inbox.until(({ texts }) => texts.includes('new'));
      expect(inbox.texts).toEqual(expected);
    });

    it('is asked again when it fails with a retryable error', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(3));
      const inbox = new EventLogInbox();
      let calls = 0;
      await bench.log.consume({
        ...bench.options(topic, inbox.handle),
        startOffset: async () => {
          calls += 1;
          if (calls < 3) throw new ForewarnError('store-unavailable', 'the test says so');
          return 1;
        },
      });
      await inbox.untilRecords(2);
      expect(inbox.texts).toEqual(['1', '2']);
      expect(calls).toBe(3);
    });

    it('ends the consumption when it fails for good', async () => {
      const topic = await bench.newTopic(1);
      const failure = new ForewarnError('store-rejected', 'the test says so');
      const consumption = await bench.log.consume({
        ...bench.options(topic, async () => {}),
        startOffset: () => Promise.reject(failure),
      });
      await expect(consumption.ended).rejects.toBe(failure);
    });
  });
}
