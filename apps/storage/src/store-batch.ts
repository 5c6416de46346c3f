import {
  type ConsumerPosition,
  cancellation,
  ForewarnError,
  type RecordBatch,
  retried,
  type TopicBatch,
  type TopicContract,
  type TopicStore,
  type WriteOutcome,
} from '@forewarn/core';
import type { DeadLetter, DeadLetters } from './dead-letters.js';
import { type DecodedItem, decodeBatch } from './decode-batch.js';
import { isPutAside } from './is-put-aside.js';
import type { TopicMetrics } from './topic-metrics.js';

/** What storing a batch needs. */
export interface StoreBatchOptions<T> {
  readonly contract: Pick<TopicContract<T>, 'decode'>;
  readonly store: Pick<TopicStore<T>, 'writeBatch' | 'nextOffset'>;
  readonly deadLetters: DeadLetters;
  readonly group: string;
  readonly metrics: TopicMetrics;
  /** The end of the window that a value speaks of, in epoch milliseconds. */
  readonly windowEndMs?: (value: T) => number;
}

/**
 * Stores a batch of a topic's values: dead letters first, then all values and the offset in one transaction, so that a crash
 * between the two repeats a dead letter but never loses one.
 *
 * @param batch  its signal ends the attempt
 * @throws       {ForewarnError} retryable while store or log are unavailable; the batch then comes again
 */
export async function storeBatch<T>(batch: RecordBatch, options: StoreBatchOptions<T>): Promise<void> {
  const { deadLetters, metrics } = options;
  const { partition } = batch;
  const startedMs = performance.now();
  // Before any work, so that a batch that fails shows a lag that grows.
  metrics.setLag(partition, batch.endOffset - batch.records[0]!.offset);
  try {
    await settle(batch, options);
  } catch (thrown) {
    if (!batch.signal.aborted) metrics.countFailure();
    throw thrown;
  }
  deadLetters.settle(partition);
  metrics.setLag(partition, batch.endOffset - nextOffsetOf(batch));
  metrics.observeBatch(performance.now() - startedMs);
}

/** Dead letters, then values and offset, and what became of them in the metrics. */
async function settle<T>(batch: RecordBatch, options: StoreBatchOptions<T>): Promise<void> {
  const { contract, store, deadLetters, group, metrics, windowEndMs } = options;
  const { items, letters } = decodeBatch(batch, contract);
  const position = { group, topic: batch.topic, partition: batch.partition };
  if (letters.length > 0) {
    // Asked first: what another process has settled is not repeated, and a store that is unavailable gets no letters at all.
    const stored = (await store.nextOffset(position, { signal: batch.signal })) ?? 0;
    await deadLetters.append(
      batch,
      letters.filter(({ record }) => record.offset >= stored),
    );
  }
  const { written, skipped } = await writeItems(batch, position, items, options);
  metrics.count('written', written);
  metrics.count('skipped', skipped);
  if (written + skipped > 0 && windowEndMs)
    metrics.setNewestWindow(batch.partition, Math.max(...items.map(({ value }) => windowEndMs(value))));
}

const nextOffsetOf = (batch: RecordBatch): number => batch.records.at(-1)!.offset + 1;

/**
 * Writes all at once; when the store refuses the batch for good, or meets a defect, finds the values to which it is due and
 * writes the others.
 */
async function writeItems<T>(
  batch: RecordBatch,
  position: ConsumerPosition,
  items: readonly DecodedItem<T>[],
  options: StoreBatchOptions<T>,
): Promise<WriteOutcome> {
  const together = { position, items, nextOffset: nextOffsetOf(batch) };
  try {
    return await options.store.writeBatch(together, { signal: batch.signal });
  } catch (thrown) {
    if (!isPutAside(ForewarnError.from(thrown))) throw thrown;
    return writeOneByOne(batch, position, items, options);
  }
}

async function writeOneByOne<T>(
  batch: RecordBatch,
  position: ConsumerPosition,
  items: readonly DecodedItem<T>[],
  options: StoreBatchOptions<T>,
): Promise<WriteOutcome> {
  const { store, deadLetters } = options;
  const call = { signal: batch.signal };
  const byOffset = new Map(items.map((item) => [item.offset, item]));
  const total = { written: 0, skipped: 0 };
  for (const record of batch.records) {
    const item = byOffset.get(record.offset);
    const single = { position, items: item ? [item] : [], nextOffset: record.offset + 1 };
    try {
      const { written, skipped } = await writeAlone(single, batch.signal, options);
      total.written += written;
      total.skipped += skipped;
    } catch (thrown) {
      const letter = refused(record, thrown, item !== undefined);
      // A store that cannot even say where the reading stands is what is broken, and not the record.
      await store.writeBatch({ position, items: [], nextOffset: record.offset }, call);
      await deadLetters.append(batch, [letter]);
      await store.writeBatch({ ...single, items: [] }, call);
    }
  }
  return total;
}

/** A defect may be one of a moment, as when a driver loses its connection in the wrong place. */
const defectBackoff = { firstMs: 100, longestMs: 1_000 };
const triesOfDefect = 3;

/** Writes one value, some times where it meets a defect. @throws what the store threw, or that the partition was taken away */
async function writeAlone<T>(
  single: TopicBatch<T>,
  signal: AbortSignal,
  { store }: StoreBatchOptions<T>,
): Promise<WriteOutcome> {
  const outcome = await retried(() => store.writeBatch(single, { signal }), {
    backoff: defectBackoff,
    signal,
    isWorthIt: ({ kind }, failures) => kind === 'internal' && failures < triesOfDefect,
  });
  if (outcome) return outcome;
  throw cancellation('storing a record', signal);
}

/** @throws what was thrown, unless it is due to a value: a store that refuses the offset alone is broken */
function refused(record: DeadLetter['record'], thrown: unknown, hadValue: boolean): DeadLetter {
  const error = ForewarnError.from(thrown);
  if (!hadValue || !isPutAside(error)) throw error;
  return { record, error };
}
