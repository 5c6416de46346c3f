import { decodeSeriesAnalyzed } from '@forewarn/contracts';
import {
  type Analysis,
  type AnalysisWriter,
  type EventLog,
  ForewarnError,
  type Logger,
  type RecordBatch,
} from '@forewarn/core';
import { appendDeadLetters, type DeadLetter, isHopeless } from './dead-letters.js';
import type { StorageMetrics } from './storage-metrics.js';

/** What storing a batch needs. */
export interface StoreBatchOptions {
  readonly store: AnalysisWriter;
  readonly eventLog: EventLog;
  readonly group: string;
  readonly metrics: StorageMetrics;
  readonly logger: Logger;
}

interface Decoded {
  readonly offset: number;
  readonly analysis: Analysis;
}

/**
 * Stores a batch of `SeriesAnalyzed` events: dead letters first, then all analyses and the offset in one transaction, so that a crash
 * between the two repeats a dead letter but never loses one.
 *
 * @throws {ForewarnError} retryable while store or log are away; the batch then comes again
 */
export async function storeBatch(batch: RecordBatch, options: StoreBatchOptions): Promise<void> {
  const startedMs = performance.now();
  const { analyses, letters } = decodeBatch(batch);
  const outcome = await writeAnalyses(batch, analyses, letters, options);
  const { metrics, logger } = options;
  for (const { record, error } of letters) {
    logger.error(
      { topic: batch.topic, partition: batch.partition, offset: record.offset, key: record.key, error },
      'a record went to the dead-letter topic',
    );
  }
  metrics.analyses.inc({ outcome: 'written' }, outcome.written);
  metrics.analyses.inc({ outcome: 'skipped' }, outcome.skipped);
  metrics.analyses.inc({ outcome: 'dead-letter' }, letters.length);
  metrics.lag.set({ partition: batch.partition }, batch.endOffset - nextOffsetOf(batch));
  metrics.batchSeconds.observe((performance.now() - startedMs) / 1000);
}

const nextOffsetOf = (batch: RecordBatch): number => batch.records.at(-1)!.offset + 1;

function decodeBatch(batch: RecordBatch): { analyses: Decoded[]; letters: DeadLetter[] } {
  const analyses: Decoded[] = [];
  const letters: DeadLetter[] = [];
  for (const record of batch.records) {
    try {
      analyses.push({ offset: record.offset, analysis: decodeSeriesAnalyzed(record) });
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!isHopeless(error)) throw error;
      letters.push({ record, error });
    }
  }
  return { analyses, letters };
}

/** Writes all at once; when the store refuses the batch for good, finds the analyses that it refuses and writes the others. */
async function writeAnalyses(
  batch: RecordBatch,
  analyses: readonly Decoded[],
  letters: DeadLetter[],
  options: StoreBatchOptions,
) {
  const { store, eventLog, group } = options;
  const position = { group, topic: batch.topic, partition: batch.partition };
  const call = { signal: batch.signal };
  if (letters.length > 0) {
    // Asked first, so that a store that is away does not repeat the dead letters with each attempt.
    const stored = (await store.nextOffset(position, call)) ?? 0;
    await appendDeadLetters(
      eventLog,
      batch,
      letters.filter(({ record }) => record.offset >= stored),
    );
  }
  try {
    return await store.writeBatch({ position, analyses, nextOffset: nextOffsetOf(batch) }, call);
  } catch (thrown) {
    if (!isHopeless(ForewarnError.from(thrown))) throw thrown;
  }
  const total = { written: 0, skipped: 0 };
  for (const record of batch.records) {
    const analysis = analyses.find(({ offset }) => offset === record.offset);
    const single = { position, analyses: analysis ? [analysis] : [], nextOffset: record.offset + 1 };
    try {
      const { written, skipped } = await store.writeBatch(single, call);
      total.written += written;
      total.skipped += skipped;
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!isHopeless(error)) throw error;
      const letter = { record, error };
      letters.push(letter);
      await appendDeadLetters(eventLog, batch, [letter]);
      await store.writeBatch({ ...single, analyses: [] }, call);
    }
  }
  return total;
}
