import { ForewarnError, type RecordBatch } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { type EventLogBench, textRecord } from './event-log-bench.js';
import { EventLogInbox } from './event-log-inbox.js';

const numbered = (count: number) => Array.from({ length: count }, (_, n) => textRecord(`${n}`, 'key'));
const offsetsOf = ({ records }: RecordBatch) => records.map(({ offset }) => offset);
const outage = () => new ForewarnError('store-unavailable', 'the test says so');

/** What a consumer does when its handler fails. */
export function describeFailures(bench: EventLogBench): void {
  describe('a handler that fails', () => {
    it('for the moment gets the same records again, and the next ones after them', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(9));
      const attempts: RecordBatch[] = [];
      const inbox = new EventLogInbox();
      const handle = async (batch: RecordBatch) => {
        attempts.push(batch);
        // Records that come in between do not join the batch that is tried again.
        if (attempts.length === 4) await bench.log.append(topic, numbered(3));
        if (attempts.length >= 3 && attempts.length <= 5) throw outage();
        await inbox.handle(batch);
      };
      await bench.log.consume({ ...bench.options(topic, handle), maxBatchRecords: 4 });
      await inbox.untilRecords(12);
      expect(inbox.records.map(({ offset }) => offset)).toEqual(Array.from({ length: 12 }, (_, n) => n));
      expect(attempts.slice(2, 6).map(offsetsOf)).toEqual([[8], [8], [8], [8]]);
    });

    it('for the moment does not hold up the other partitions', async () => {
      const topic = await bench.newTopic(3);
      await bench.log.append(
        topic,
        Array.from({ length: 30 }, (_, n) => textRecord(`${n}`)),
      );
      const inbox = new EventLogInbox();
      let isFailing = true;
      const handle = async (batch: RecordBatch) => {
        if (batch.partition === 1 && isFailing) throw outage();
        await inbox.handle(batch);
      };
      await bench.log.consume({ ...bench.options(topic, handle), maxBatchRecords: 2 });
      await inbox.untilRecords(20);
      await bench.log.append(
        topic,
        Array.from({ length: 6 }, (_, n) => textRecord(`more${n}`)),
      );
      await inbox.untilRecords(24);
      expect(inbox.batches.some(({ partition }) => partition === 1)).toBe(false);
      isFailing = false;
      await inbox.untilRecords(36);
      const ofOne = inbox.batches.filter(({ partition }) => partition === 1);
      expect(ofOne.flatMap(offsetsOf)).toEqual(Array.from({ length: 12 }, (_, n) => n));
    });

    it('for good ends the consumption with its error, and leaves the offset where it was', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(6));
      const failure = new ForewarnError('store-rejected', 'the test says so');
      const inbox = new EventLogInbox();
      const options = { ...bench.options(topic, inbox.handle), maxBatchRecords: 2 };
      const handle = async (batch: RecordBatch) => {
        if (batch.records[0]!.offset === 2) throw failure;
        await inbox.handle(batch);
      };
      const consumption = await bench.log.consume({ ...options, handle });
      await expect(consumption.ended).rejects.toBe(failure);
      await consumption.stop();
      expect(inbox.texts).toEqual(['0', '1']);
      await bench.log.consume(options);
      await inbox.untilRecords(6);
      expect(inbox.texts).toEqual(['0', '1', '2', '3', '4', '5']);
    });

    it('with something else than a ForewarnError ends the consumption as a defect, and says at which records', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(3));
      const defect = new TypeError('x is not a function');
      const handle = async ({ records }: RecordBatch) => {
        if (records[0]!.offset === 1) throw defect;
      };
      const options = { ...bench.options(topic, handle), maxBatchRecords: 1 };
      const { ended } = await bench.log.consume(options);
      await expect(ended).rejects.toMatchObject({
        code: 'internal',
        cause: defect,
        message: `a defect met the records at offset 1 of partition 0 of ${topic}: x is not a function`,
        details: { topic, partition: 0, firstOffset: 1, lastOffset: 1 },
      });
    });

    it('that throws instead of rejecting is no different', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(1));
      const failure = new ForewarnError('store-rejected', 'the test says so');
      const handle = () => {
        throw failure;
      };
      const { ended } = await bench.log.consume(bench.options(topic, handle));
      await expect(ended).rejects.toBe(failure);
    });
  });
}
