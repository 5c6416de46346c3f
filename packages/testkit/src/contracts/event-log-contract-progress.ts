import { type Consumption, ForewarnError, type PartitionProgress, type RecordBatch } from '@forewarn/core';
import { describe, expect, it, vi } from 'vitest';
import { type EventLogBench, textRecord } from './event-log-bench.js';

const numbered = (count: number) => Array.from({ length: count }, (_, n) => textRecord(`${n}`, 'key'));

/** Asks until the answer is right: nothing tells when an offset has been moved. */
const progressThat = (
  consumption: Consumption,
  isRight: (progress: readonly PartitionProgress[]) => boolean,
): Promise<readonly PartitionProgress[]> =>
  vi.waitUntil(
    async () => {
      const progress = await consumption.progress();
      return progress && isRight(progress) ? progress : undefined;
    },
    { interval: 10, timeout: 50_000 },
  );

/** How far a consumer says that it is. */
export function describeProgress(bench: EventLogBench): void {
  describe('the progress of a consumer', () => {
    it('is the end of every partition when all is handled', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(topic, numbered(5));
      const consumption = await bench.log.consume(bench.options(topic, async () => {}));
      const progress = await progressThat(
        consumption,
        (now) => now.length === 2 && now.every(({ position, end }) => position === end),
      );
      expect(progress.map(({ end }) => end).sort()).toEqual([0, 5]);
    });

    it('stands where a batch keeps failing, while the log grows', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(5));
      const handle = async ({ records }: RecordBatch) => {
        if (records[0]!.offset >= 4) throw new ForewarnError('store-unavailable', 'the test says so');
      };
      const consumption = await bench.log.consume({ ...bench.options(topic, handle), maxBatchRecords: 2 });
      await progressThat(consumption, ([first]) => first?.position === 4);
      await bench.log.append(topic, numbered(3));
      const progress = await progressThat(consumption, ([first]) => first?.end === 8);
      expect(progress).toEqual([{ partition: 0, position: 4, end: 8 }]);
    });

    it('is told from where the group stands before anything was handled', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, numbered(6));
      const options = bench.options(topic, async () => {});
      const first = await bench.log.consume({ ...options, maxBatchRecords: 3 });
      await progressThat(first, ([partition]) => partition?.position === 6);
      await first.stop();
      await bench.log.append(topic, numbered(2));
      const stuck = () => Promise.reject(new ForewarnError('store-unavailable', 'the test says so'));
      const second = await bench.log.consume({ ...options, handle: stuck });
      const progress = await progressThat(second, (now) => now.length === 1);
      expect(progress).toEqual([{ partition: 0, position: 6, end: 8 }]);
    });
  });
}
