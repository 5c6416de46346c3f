import type { AnalysisWriter } from '@forewarn/analysis';
import {
  type ConsumerPosition,
  ForewarnError,
  isRecordFaultKind,
  type RecordBatch,
  type WriteOutcome,
} from '@forewarn/core';
import type { DeadLetter, DeadLetters } from './dead-letters.js';
import { type DecodedAnalysis, decodeBatch } from './decode-batch.js';
import type { StorageMetrics } from './storage-metrics.js';

/** What storing a batch needs. */
export interface StoreBatchOptions {
  readonly store: AnalysisWriter;
  readonly deadLetters: DeadLetters;
  readonly group: string;
  readonly metrics: StorageMetrics;
}

/**
 * Stores a batch of `SeriesAnalyzed` events: dead letters first, then all analyses and the offset in one transaction, so that a crash
 * between the two repeats a dead letter but never loses one.
 *
 * @param batch  its signal ends the attempt
 * @throws       {ForewarnError} retryable while store or log are away; the batch then comes again
 */
export async function storeBatch(batch: RecordBatch, options: StoreBatchOptions): Promise<void> {
  const { deadLetters, metrics } = options;
  const { partition } = batch;
  const startedMs = performance.now();
  // Before any work, so that a batch that fails shows a lag that grows.
  metrics.lag.set({ partition }, batch.endOffset - batch.records[0]!.offset);
  try {
    await settle(batch, options);
  } catch (thrown) {
    if (!batch.signal.aborted) metrics.batchFailures.inc();
    throw thrown;
  }
  deadLetters.settle(partition);
  metrics.lag.set({ partition }, batch.endOffset - nextOffsetOf(batch));
  metrics.batchSeconds.observe((performance.now() - startedMs) / 1000);
}

/** Dead letters, then analyses and offset, and what became of them in the metrics. */
async function settle(batch: RecordBatch, options: StoreBatchOptions): Promise<void> {
  const { store, deadLetters, group, metrics } = options;
  const { analyses, letters } = decodeBatch(batch);
  const position = { group, topic: batch.topic, partition: batch.partition };
  if (letters.length > 0) {
    // Asked first: what another process has settled is not repeated, and a store that is away gets no letters at all.
    const stored = (await store.nextOffset(position, { signal: batch.signal })) ?? 0;
    await deadLetters.append(
      batch,
      letters.filter(({ record }) => record.offset >= stored),
    );
  }
  const { written, skipped } = await writeAnalyses(batch, position, analyses, options);
  metrics.analyses.inc({ outcome: 'written' }, written);
  metrics.analyses.inc({ outcome: 'skipped' }, skipped);
  if (written + skipped === 0) return;
  const newestMs = Math.max(...analyses.map(({ value }) => value.window.endMs));
  metrics.newestWindow.set({ partition: batch.partition }, newestMs / 1000);
}

const nextOffsetOf = (batch: RecordBatch): number => batch.records.at(-1)!.offset + 1;

/** Writes all at once; when the store refuses the batch for good, finds the analyses that it refuses and writes the others. */
async function writeAnalyses(
  batch: RecordBatch,
  position: ConsumerPosition,
  analyses: readonly DecodedAnalysis[],
  options: StoreBatchOptions,
): Promise<WriteOutcome> {
  const together = { position, items: analyses, nextOffset: nextOffsetOf(batch) };
  try {
    return await options.store.writeBatch(together, { signal: batch.signal });
  } catch (thrown) {
    if (!isRecordFaultKind(ForewarnError.from(thrown).kind)) throw thrown;
    return writeOneByOne(batch, position, analyses, options);
  }
}

async function writeOneByOne(
  batch: RecordBatch,
  position: ConsumerPosition,
  analyses: readonly DecodedAnalysis[],
  { store, deadLetters }: StoreBatchOptions,
): Promise<WriteOutcome> {
  const call = { signal: batch.signal };
  const byOffset = new Map(analyses.map((one) => [one.offset, one]));
  const total = { written: 0, skipped: 0 };
  for (const record of batch.records) {
    const analysis = byOffset.get(record.offset);
    const single = { position, items: analysis ? [analysis] : [], nextOffset: record.offset + 1 };
    try {
      const { written, skipped } = await store.writeBatch(single, call);
      total.written += written;
      total.skipped += skipped;
    } catch (thrown) {
      await deadLetters.append(batch, [refused(record, thrown, analysis)]);
      await store.writeBatch({ ...single, items: [] }, call);
    }
  }
  return total;
}

/** @throws what was thrown, unless it is the fault of an analysis: a store that refuses the offset alone is broken */
function refused(
  record: DeadLetter['record'],
  thrown: unknown,
  analysis: DecodedAnalysis | undefined,
): DeadLetter {
  const error = ForewarnError.from(thrown);
  if (!analysis || !isRecordFaultKind(error.kind)) throw error;
  return { record, error };
}
