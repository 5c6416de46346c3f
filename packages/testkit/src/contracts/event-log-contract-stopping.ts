import { once } from 'node:events';
import { ForewarnError, type RecordBatch } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { type EventLogBench, textRecord } from './event-log-bench.js';
import { EventLogInbox } from './event-log-inbox.js';

/** How a consumption and a log come to their end. */
export function describeStopping(bench: EventLogBench): void {
  describe('stop', () => {
    it('aborts the batch in hand, waits for it, and keeps its offset', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, [textRecord('first', 'key')]);
      const inbox = new EventLogInbox();
      let hasFinished = false;
      const handle = async (batch: RecordBatch) => {
        await inbox.handle(batch);
        if (!batch.signal.aborted) await once(batch.signal, 'abort');
        await new Promise((resolve) => setImmediate(resolve));
        hasFinished = true;
      };
      const options = bench.options(topic, handle);
      const consumption = await bench.log.consume(options);
      await inbox.untilRecords(1);
      expect(inbox.batches[0]?.signal.aborted).toBe(false);
      await consumption.stop();
      expect(hasFinished).toBe(true);
      await consumption.ended;
      await bench.log.append(topic, [textRecord('second', 'key')]);
      await bench.log.consume({ ...options, handle: inbox.handle });
      await inbox.until(({ texts }) => texts.includes('second'));
      expect(inbox.texts).toEqual(['first', 'second']);
    });

    it('resolves when the batch in hand gives up because of it, and the batch comes again', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, [textRecord('first', 'key')]);
      const inbox = new EventLogInbox();
      const handle = async (batch: RecordBatch) => {
        await inbox.handle(batch);
        if (!batch.signal.aborted) await once(batch.signal, 'abort');
        throw new ForewarnError('cancelled', 'the test gives up');
      };
      const options = bench.options(topic, handle);
      const consumption = await bench.log.consume(options);
      await inbox.untilRecords(1);
      await consumption.stop();
      await consumption.ended;
      await bench.log.consume({ ...options, handle: inbox.handle });
      await inbox.untilRecords(2);
      expect(inbox.texts).toEqual(['first', 'first']);
    });

    it('may be called more than once, and at once', async () => {
      const topic = await bench.newTopic(1);
      const consumption = await bench.log.consume(bench.options(topic, async () => {}));
      await Promise.all([consumption.stop(), consumption.stop()]);
      await consumption.stop();
      await consumption.ended;
    });

    it('ends the back-off of a partition whose batch failed', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, [textRecord('first', 'key')]);
      const inbox = new EventLogInbox();
      const handle = async (batch: RecordBatch) => {
        await inbox.handle(batch);
        throw new ForewarnError('store-unavailable', 'the test says so');
      };
      const consumption = await bench.log.consume(bench.options(topic, handle));
      await inbox.untilRecords(3);
      await consumption.stop();
      const attempts = inbox.batches.length;
      await consumption.ended;
      expect(inbox.batches).toHaveLength(attempts);
    });
  });

  describe('close', () => {
    it('stops all consumption, lets the batches in hand finish, and may be called more than once', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(topic, [textRecord('0'), textRecord('1')]);
      const inbox = new EventLogInbox();
      const consumptions = [
        await bench.log.consume(bench.options(topic, inbox.handle)),
        await bench.log.consume(bench.options(topic, inbox.handle)),
      ];
      await inbox.untilRecords(4);
      await Promise.all([bench.log.close(), bench.log.close()]);
      await Promise.all(consumptions.map(({ ended }) => ended));
      await bench.log.close();
    });

    it('makes further calls fail', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.check();
      await bench.log.close();
      const closed = { code: 'event-log-unavailable' };
      await expect(bench.log.append(topic, [textRecord('x')])).rejects.toMatchObject(closed);
      await expect(bench.log.consume(bench.options(topic, async () => {}))).rejects.toMatchObject(closed);
      await expect(bench.log.ensureTopics([{ name: topic, partitions: 1 }])).rejects.toMatchObject(closed);
      await expect(bench.log.check()).rejects.toMatchObject(closed);
    });
  });
}
