import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis } from '@forewarn/analysis';
import type { AnalysisRequest } from '@forewarn/contracts';
import {
  canonicalSeries,
  type EventLog,
  ForewarnError,
  isRecordFaultKind,
  type Logger,
  type LogRecord,
  type RecordBatch,
  type TopicContract,
  toRfc3339,
} from '@forewarn/core';
import type { EtlMetrics } from '../etl-metrics.js';
import { createAnalysisObserver } from './analysis-observer.js';
import type { RollingWindow } from './rolling-window.js';

/** What a worker needs. */
export interface AnalysisWorkerOptions {
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly requests: TopicContract<AnalysisRequest>;
  readonly results: TopicContract<Analysis>;
  readonly windowFor: (request: AnalysisRequest, signal: AbortSignal) => Promise<RollingWindow>;
  readonly analyze: (request: AnalysisRequest, window: RollingWindow) => Promise<Analysis>;
  readonly metrics: EtlMetrics;
  readonly logger: Logger;
}

/**
 * Handles batches of analysis requests: brings each window up to date, analyses it and appends the result.
 * A source or log that is unavailable makes the batch come again; a request that can never succeed is logged, counted and passed over,
 * since the next round asks for the series anew.
 *
 * @returns  the handler of a consumption; resolves when the events of all requests are durable, rejects when the batch has to
 *           come again, also when the partition was taken away before its last request
 */
export function createAnalysisWorker(options: AnalysisWorkerOptions): (batch: RecordBatch) => Promise<void> {
  const observe = createAnalysisObserver(options.metrics);
  return async (batch) => {
    const lagFrom = (offset: number) =>
      options.metrics.lag.set({ partition: batch.partition }, batch.endOffset - offset);
    // Before any work, so that a batch that fails shows a lag that grows.
    lagFrom(batch.records[0]!.offset);
    for (const record of batch.records) {
      if (batch.signal.aborted)
        throw new ForewarnError(
          'event-log-unavailable',
          `partition ${batch.partition} of ${batch.topic} was taken away; its next owner goes on`,
        );
      await handleRecord(record, batch, observe, options);
      lagFrom(record.offset + 1);
      await nextTurn();
    }
  };
}

async function handleRecord(
  record: LogRecord,
  batch: RecordBatch,
  observe: (analysis: Analysis) => void,
  options: AnalysisWorkerOptions,
): Promise<void> {
  const { eventLog, namespace, requests, results, metrics, logger } = options;
  let request: AnalysisRequest | undefined;
  try {
    request = requests.decode(record);
    const analysis = await analyzeRequest(request, batch.signal, options);
    await eventLog.append(results.name(namespace), [results.encode(analysis)], { signal: batch.signal });
    metrics.analyses.inc({ outcome: 'analyzed' });
    observe(analysis);
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    // A defect of the decoder is due to the record alone, and would come again at each start.
    const isDecoderDefect = request === undefined && error.kind === 'internal';
    if (!isRecordFaultKind(error.kind) && !isDecoderDefect) throw error;
    metrics.analyses.inc({ outcome: request ? 'rejected' : 'undecodable' });
    const where = { topic: batch.topic, partition: batch.partition, offset: record.offset };
    const what = request && {
      series: canonicalSeries(request.series),
      windowEnd: toRfc3339(request.windowEndMs),
    };
    logger.error({ ...where, ...what, error }, 'an analysis request was passed over');
  }
}

async function analyzeRequest(
  request: AnalysisRequest,
  signal: AbortSignal,
  { windowFor, analyze, metrics }: AnalysisWorkerOptions,
): Promise<Analysis> {
  const startedMs = performance.now();
  const window = await windowFor(request, signal);
  metrics.fetchSeconds.observe((performance.now() - startedMs) / 1000);
  return analyze(request, window);
}
