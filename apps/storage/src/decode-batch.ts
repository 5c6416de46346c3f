import type { Analysis } from '@forewarn/analysis';
import { decodeSeriesAnalyzed } from '@forewarn/contracts';
import { ForewarnError, isRecordFaultKind, type RecordBatch } from '@forewarn/core';
import type { DeadLetter } from './dead-letters.js';

/** An analysis and where it was read. */
export interface DecodedAnalysis {
  readonly offset: number;
  readonly value: Analysis;
}

/**
 * Sorts a batch into analyses and records that are none.
 *
 * @returns  both in the order of the batch
 * @throws   {ForewarnError} `internal`: a defect, which is not the record's fault
 */
export function decodeBatch(batch: RecordBatch): { analyses: DecodedAnalysis[]; letters: DeadLetter[] } {
  const analyses: DecodedAnalysis[] = [];
  const letters: DeadLetter[] = [];
  for (const record of batch.records) {
    try {
      analyses.push({ offset: record.offset, value: decodeSeriesAnalyzed(record) });
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!isRecordFaultKind(error.kind)) throw error;
      letters.push({ record, error });
    }
  }
  return { analyses, letters };
}
