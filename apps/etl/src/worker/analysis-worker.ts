import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Analysis, AnalysisError } from '@forewarn/analysis';
import type { AnalysisRequest } from '@forewarn/contracts';
import {
  canonicalSeries,
  decodeRecord,
  type EventLog,
  ForewarnError,
  isRecordFaultKind,
  type Logger,
  type LogRecord,
  type RecordBatch,
  shownSeries,
  type TopicContract,
  toRfc3339,
} from '@forewarn/core';
import type { EtlMetrics } from '../etl-metrics.js';
import type { ProblemReporter } from '../problems/problem-reporter.js';
import type { ProblemSubject } from '../problems/problem-tracker.js';
import { resultOrOwnError } from '../source/own-error.js';
import { SelectorPatience } from '../source/selector-patience.js';
import type { SourceProbe } from '../source/source-probe.js';
import { createAnalysisObserver } from './analysis-observer.js';
import type { RollingWindow } from './rolling-window.js';

/** What a worker needs. */
export interface AnalysisWorkerOptions {
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly requests: TopicContract<AnalysisRequest>;
  readonly results: TopicContract<Analysis>;
  readonly windowFor: (request: AnalysisRequest, signal: AbortSignal) => Promise<RollingWindow>;
  readonly analyze: (
    request: AnalysisRequest,
    window: RollingWindow,
    signal: AbortSignal,
  ) => Promise<Analysis>;
  readonly problems: ProblemReporter;
  readonly probe: SourceProbe;
  readonly metrics: EtlMetrics;
  readonly logger: Logger;
}

/**
 * Handles batches of analysis requests: brings each window up to date, analyses it and appends the result.
 * A source or log that is unavailable makes the batch come again. A series that fails by itself, while the source answers others, is
 * passed over and tried again in a later round, as is one that can never succeed: its neighbours go on. A record that is no request is
 * logged, counted and passed over.
 *
 * @returns  the handler of a consumption; resolves when the events of all requests are durable, rejects when the batch has to
 *           come again, also when the partition was taken away before its last request
 */
export function createAnalysisWorker(options: AnalysisWorkerOptions): (batch: RecordBatch) => Promise<void> {
  const observe = createAnalysisObserver(options.metrics);
  const worker = { ...options, observe, patience: new SelectorPatience() };
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
      const request = decoded(record, batch, options);
      if (request) await handleRequest(request, { record, batch }, worker);
      lagFrom(record.offset + 1);
      await nextTurn();
    }
  };
}

interface Worker extends AnalysisWorkerOptions {
  readonly observe: (analysis: Analysis) => void;
  readonly patience: SelectorPatience;
}

/** Where a request stands. */
interface Place {
  readonly record: LogRecord;
  readonly batch: RecordBatch;
}

const fieldsOf = ({ record, batch }: Place) => ({
  topic: batch.topic,
  partition: batch.partition,
  offset: record.offset,
});

/** The request in a record; undefined when there is none, which is logged and counted. */
function decoded(
  record: LogRecord,
  batch: RecordBatch,
  { requests, metrics, logger }: AnalysisWorkerOptions,
): AnalysisRequest | undefined {
  try {
    return decodeRecord(requests, record);
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    // A defect of the decoder is due to the record alone, and would come again at each start.
    if (!isRecordFaultKind(error.kind) && error.kind !== 'internal') throw error;
    metrics.analyses.inc({ outcome: 'undecodable' });
    logger.error({ ...fieldsOf({ record, batch }), error }, 'an analysis request was passed over');
    return undefined;
  }
}

async function handleRequest(request: AnalysisRequest, place: Place, worker: Worker): Promise<void> {
  const { problems, metrics, observe } = worker;
  const { signal } = place.batch;
  const subject = subjectOf(request);
  if (!(await problems.isDue(subject, request.windowEndMs, signal))) {
    metrics.analyses.inc({ outcome: 'postponed' });
    return;
  }
  const outcome = await outcomeOf(request, signal, worker);
  const where = fieldsOf(place);
  if (outcome instanceof ForewarnError) {
    metrics.analyses.inc({ outcome: 'rejected' });
    await problems.failed(subject, outcome, request.windowEndMs, { where, signal });
    return;
  }
  metrics.analyses.inc({ outcome: 'analyzed' });
  observe(outcome.analysis);
  if (outcome.partialFromMs === undefined) await problems.succeeded(subject, signal);
  else {
    const partial = partialAnswer(request, outcome.partialFromMs);
    await problems.failed(subject, partial, request.windowEndMs, { where, isTriedEachRound: true, signal });
  }
}

const subjectOf = ({ series, partition, selector }: AnalysisRequest): ProblemSubject => ({
  kind: 'series',
  name: canonicalSeries(series),
  partition,
  selector,
});

const partialAnswer = ({ series }: AnalysisRequest, fromMs: number): AnalysisError =>
  new AnalysisError(
    'partial-answer',
    `the metric source says that samples of ${shownSeries(series)} from ${toRfc3339(fromMs)} on may be missing`,
  );

/** An analysis that is in the log, and where its window is not whole from. */
interface Appended {
  readonly analysis: Analysis;
  readonly partialFromMs: number | undefined;
}

/** What became of a request: its event is durable, or an error is that of this series alone. @throws all other errors */
async function outcomeOf(
  request: AnalysisRequest,
  signal: AbortSignal,
  worker: Worker,
): Promise<Appended | ForewarnError> {
  const analysed = await analysedTwiceAtMost(request, signal, worker);
  if (analysed instanceof ForewarnError) return analysed;
  const { eventLog, namespace, results } = worker;
  const append = async () => {
    await eventLog.append(results.name(namespace), [results.encode(analysed.analysis)], { signal });
    return analysed;
  };
  return resultOrOwnError(append, ({ kind }) => isRecordFaultKind(kind));
}

/** Once more where a source that is well failed a query: it may have been a moment's. A query that took too long is not asked again. */
async function analysedTwiceAtMost(
  request: AnalysisRequest,
  signal: AbortSignal,
  worker: Worker,
): Promise<Appended | ForewarnError> {
  const first = await analysed(request, signal, worker);
  const isWorthAnother = first instanceof ForewarnError && first.kind === 'unavailable';
  return isWorthAnother ? analysed(request, signal, worker) : first;
}

async function analysed(
  request: AnalysisRequest,
  signal: AbortSignal,
  { windowFor, analyze, metrics, probe, patience }: Worker,
): Promise<Appended | ForewarnError> {
  const startedMs = performance.now();
  const analyse = async (): Promise<Appended> => {
    patience.requireLeft(request);
    const window = await windowFor(request, signal);
    metrics.fetchSeconds.observe((performance.now() - startedMs) / 1000);
    patience.note(request, undefined);
    return { analysis: await analyze(request, window, signal), partialFromMs: window.partialFromMs };
  };
  const outcome = await resultOrOwnError(analyse, (error) => probe.isFaultOfQuery(error, signal));
  if (outcome instanceof ForewarnError) patience.note(request, outcome);
  return outcome;
}
