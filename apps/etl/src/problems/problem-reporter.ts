import { type ProblemKind, problemKinds, type SeriesProblemReport } from '@forewarn/analysis';
import {
  type EventLog,
  ForewarnError,
  isRecordFaultKind,
  type LogFields,
  type Logger,
  type TopicContract,
  toRfc3339,
} from '@forewarn/core';
import type { EtlMetrics } from '../etl-metrics.js';
import { resultOrOwnError } from '../source/own-error.js';
import { causeOf } from './problem-cause.js';
import type { ProblemSubject, ProblemTracker, TrackedProblem } from './problem-tracker.js';

/** What reporting needs. */
export interface ProblemReporterOptions {
  readonly tracker: ProblemTracker;
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly problems: TopicContract<SeriesProblemReport>;
  readonly metrics: Pick<EtlMetrics, 'passedOver' | 'problems'>;
  readonly logger: Logger;
}

/** A problem that is met in each round is reported this often: before its last report expires, a quarter of an hour and more later. */
const retoldMs = 10 * 60_000;

/** Logs each problem once, counts it, and tells the topic of problems how it stands. */
export class ProblemReporter {
  readonly #options: ProblemReporterOptions;

  constructor(options: ProblemReporterOptions) {
    this.#options = options;
  }

  /**
   * Whether the round whose windows end here should try. What is not due is counted.
   *
   * @throws {ForewarnError} of the event log, when there is news that it did not take before
   */
  async isDue(subject: ProblemSubject, windowEndMs: number, signal: AbortSignal): Promise<boolean> {
    const { tracker, metrics } = this.#options;
    const before = tracker.size;
    const isDue = tracker.isDue(subject, windowEndMs);
    if (tracker.size !== before) this.#count();
    const problem = tracker.problemOf(subject);
    if (isDue || problem === undefined) return true;
    metrics.passedOver.inc({ subject: subject.kind, reason: problem.report.code });
    if (problem.toldMs === undefined) await this.#tell(problem, signal);
    return false;
  }

  /**
   * Takes a try that failed: the subject is passed over for this round.
   *
   * @param where  for the log
   * @throws       {ForewarnError} of the event log
   */
  async failed(
    subject: ProblemSubject,
    error: ForewarnError,
    windowEndMs: number,
    { where = {}, isTriedEachRound = false, signal }: FailureOptions,
  ): Promise<void> {
    const { tracker, metrics, logger } = this.#options;
    const cause = { ...causeOf(error), isTriedEachRound };
    if (!isTriedEachRound) metrics.passedOver.inc({ subject: subject.kind, reason: error.code });
    const taken = tracker.failed(subject, cause, windowEndMs);
    this.#count();
    const fields = { ...where, [subject.kind]: subject.name, windowEnd: toRfc3339(windowEndMs), error };
    const message = messages[isTriedEachRound ? 'partial' : subject.kind];
    if (taken?.isNew)
      logger.error({ ...fields, nextTry: toRfc3339(taken.problem.report.nextTryMs) }, message);
    else logger.debug(fields, message);
    if (taken) await this.#tell(taken.problem, signal);
  }

  /** Takes a try that succeeded. @throws {ForewarnError} of the event log */
  async succeeded(subject: ProblemSubject, signal: AbortSignal): Promise<void> {
    const report = this.#options.tracker.succeeded(subject);
    if (report === undefined) return;
    this.#count();
    const { attempts, code, name, kind } = report;
    this.#options.logger.info({ [kind]: name, code, attempts }, 'a problem is over');
    await this.#append(report, signal);
  }

  /** Forgets the problems of a kind: other processes have the work that met them, and report them if they last. */
  forget(kind: ProblemKind): void {
    this.#options.tracker.forget(kind);
    this.#count();
  }

  #count(): void {
    const { metrics, tracker } = this.#options;
    for (const kind of problemKinds) metrics.problems.set({ subject: kind }, tracker.count(kind));
  }

  async #tell(problem: TrackedProblem, signal: AbortSignal): Promise<void> {
    const { lastSeenMs } = problem.report;
    if (problem.toldMs !== undefined && lastSeenMs - problem.toldMs < retoldMs) return;
    await this.#append(problem.report, signal);
    problem.toldMs = lastSeenMs;
  }

  /** @throws {ForewarnError} of the event log; what it refuses for good is logged, since the analyses matter more */
  async #append(report: SeriesProblemReport, signal: AbortSignal): Promise<void> {
    const { eventLog, namespace, problems, logger } = this.#options;
    const append = () => eventLog.append(problems.name(namespace), [problems.encode(report)], { signal });
    const error = await resultOrOwnError(append, ({ kind }) => isRecordFaultKind(kind));
    if (error instanceof ForewarnError)
      logger.error({ [report.kind]: report.name, error }, 'a problem could not be reported');
  }
}

/** What belongs to a failure beside its error. */
export interface FailureOptions {
  readonly where?: LogFields;
  /** The subject is not passed over: there is a result, though not as it should be. Default: false. */
  readonly isTriedEachRound?: boolean;
  readonly signal: AbortSignal;
}

const messages = {
  series: 'a series was passed over',
  selector: 'the series of a selector could not be found out; it was passed over',
  partial: 'a series is analysed, though not as it should be',
} as const;
