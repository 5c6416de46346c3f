import type { ConsumeOptions, EventLog, PartitionProgress, RecordBatch } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { recordBatch, recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchConsumers } from './watch-consumers.js';

const minuteMs = 60_000;
const consumer: ConsumeOptions = { topic: 'results', group: 'storage', handle: async () => {} };

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-02T12:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A watched log with one consumer, whose progress the test says. */
async function bench(options: Partial<ConsumeOptions> = {}) {
  let progress: readonly PartitionProgress[] | undefined | Error = [];
  let end: () => void = () => {};
  let handle: ConsumeOptions['handle'] = async () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const eventLog: EventLog = {
    ensureTopics: async () => {},
    append: async () => {},
    check: async () => {},
    close: async () => {},
    consume: async (given) => {
      handle = given.handle;
      return {
        ended,
        stop: async () => {},
        progress: async () => {
          if (progress instanceof Error) throw progress;
          return progress;
        },
      };
    },
  };
  const registry = new Registry();
  const logger = recordingLogger();
  const log = watchConsumers(eventLog, { registry, logger, clock: () => Date.now() });
  await log.consume({ ...consumer, ...options });
  return {
    log,
    logger,
    end,
    /** Lets time pass in which the consumer stands there. */
    async stand(minutes: number, now: typeof progress) {
      progress = now;
      await vi.advanceTimersByTimeAsync(minutes * minuteMs);
    },
    stalled: async () => (await registry.getSingleMetric('forewarn_consumer_stalled')!.get()).values,
    handle: (batch: RecordBatch) => handle(batch),
    unreadable: async () =>
      (await registry.getSingleMetric('forewarn_consumer_unreadable_records_total')!.get()).values,
  };
}

const at = (position: number, end: number, partition = 0): PartitionProgress => ({
  partition,
  position,
  end,
});

describe('a watched event log', () => {
  it('is not ready when records wait and their partition has not advanced for five minutes', async () => {
    const { log, stand, stalled, logger } = await bench();
    await stand(5, [at(7, 9), at(3, 3, 1)]);
    await expect(log.check()).resolves.toBeUndefined();
    await stand(1, [at(7, 12), at(3, 3, 1)]);
    await expect(log.check()).rejects.toMatchObject({
      code: 'consumer-stalled',
      message:
        'the consumer of results (group storage) has stood at offset 7 of partition 0 since 2026-01-02T12:00:30.000Z (5m30s), while 5 records wait: the log says why',
    });
    expect((await stalled()).map(({ labels, value }) => [labels.partition, value])).toEqual([
      ['0', 1],
      ['1', 0],
    ]);
    await stand(1, [at(8, 12), at(3, 3, 1)]);
    await expect(log.check()).resolves.toBeUndefined();
    expect(logger.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'a consumer does not advance'],
      ['info', 'the consumer advances again'],
    ]);
  });

  it('begins to count when the first record waits, not when the last one was handled', async () => {
    const { log, stand } = await bench();
    await stand(60, [at(7, 7)]);
    await stand(4, [at(7, 8)]);
    await expect(log.check()).resolves.toBeUndefined();
    await stand(2, [at(7, 8)]);
    await expect(log.check()).rejects.toThrow(/offset 7 of partition 0/);
  });

  it('sees through a consumer that crashes and joins again and again', async () => {
    const { log, stand } = await bench();
    for (let crash = 0; crash < 6; crash += 1) {
      await stand(0.5, [at(7, 8)]);
      await stand(0.5, undefined);
    }
    await stand(0.5, [at(7, 8)]);
    await expect(log.check()).rejects.toThrow(/offset 7 of partition 0/);
  });

  it('is not ready when the group cannot be joined for five minutes, and is when it was joined', async () => {
    const { log, stand } = await bench();
    await stand(6, undefined);
    await expect(log.check()).rejects.toThrow(
      /^the consumer group storage of results has not been joined since/,
    );
    await stand(1, []);
    await expect(log.check()).resolves.toBeUndefined();
  });

  it('counts nothing while the log does not answer, and does not forget', async () => {
    const { log, stand } = await bench();
    await stand(4, [at(7, 8)]);
    await stand(10, new Error('no broker'));
    await expect(log.check()).resolves.toBeUndefined();
    await stand(1, [at(7, 8)]);
    await expect(log.check()).rejects.toThrow(/offset 7/);
  });

  it('tells of a partition no more when another member has it, or the consumer has ended', async () => {
    const { log, stand, stalled, end } = await bench();
    await stand(6, [at(7, 8), at(7, 8, 1)]);
    await expect(log.check()).rejects.toThrow(/; so have 1 other partitions$/);
    await stand(1, [at(7, 8, 1)]);
    expect(await stalled()).toHaveLength(1);
    end();
    await stand(0, []);
    expect(await stalled()).toHaveLength(0);
    await expect(log.check()).resolves.toBeUndefined();
  });

  it('counts the records that could not be read, once what stands for them was handled', async () => {
    const isHandled = vi.fn<ConsumeOptions['handle']>();
    isHandled.mockRejectedValueOnce(new Error('the store is away')).mockResolvedValue();
    const { handle, unreadable } = await bench({ handle: isHandled });
    const labels = { topic: 'results', group: 'storage' };
    expect(await unreadable()).toEqual([{ labels, value: 0 }]);
    const { records, ...batch } = recordBatch([{ key: null, value: new Uint8Array(3), headers: {} }], {
      firstOffset: 9,
    });
    const damaged = { ...records[0]!, unreadable: { firstOffset: 7, reason: 'no gzip' } };
    await expect(handle({ ...batch, records: [damaged] })).rejects.toThrow('the store is away');
    expect(await unreadable()).toEqual([{ labels, value: 0 }]);
    await handle({ ...batch, records: [damaged] });
    expect(await unreadable()).toEqual([{ labels, value: 3 }]);
  });

  it('stays ready when it is an ephemeral consumer that stands, and tells it as a metric', async () => {
    const { log, stand, stalled } = await bench({ ephemeral: true, group: 'retrieval.1234' });
    await stand(6, [at(7, 8)]);
    await expect(log.check()).resolves.toBeUndefined();
    expect(await stalled()).toMatchObject([{ labels: { group: 'ephemeral', partition: '0' }, value: 1 }]);
  });
});
