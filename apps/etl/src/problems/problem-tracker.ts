import type { ProblemKind, SeriesProblem, SeriesProblemReport } from '@forewarn/analysis';
import type { Clock } from '@forewarn/core';
import { longestRetryDelayMs, retryDelayMs } from '../source/retry-rounds.js';

/** What may have a problem. */
export type ProblemSubject = Pick<SeriesProblem, 'kind' | 'name' | 'partition' | 'selector'>;

/** What is wrong, for people, and whether it is tried again in each round or more and more seldom. */
export interface ProblemCause {
  readonly code: string;
  readonly detail: string;
  readonly isTriedEachRound: boolean;
}

/** What the tracker needs. */
export interface ProblemTrackerOptions {
  /** From round to round. */
  readonly intervalMs: number;
  /** How long behind a window's end its round begins. */
  readonly settleMs: number;
  readonly clock: Clock;
  /** Most problems that are kept; what fails beyond is tried in each round. Default: 10,000, some 10 MB. */
  readonly mostProblems?: number;
}

/** A problem of this process. */
export interface TrackedProblem {
  report: SeriesProblemReport;
  /** The first round of which it is tried again, by the end of its windows. */
  dueMs: number;
  /** The newest round that asked for it. */
  askedMs: number;
  /** When its report was appended last; undefined while the newest news of it was not. */
  toldMs: number | undefined;
}

/** Beyond the longest pause between two tries: a worker that lags by less than this still reports in time. */
const graceMs = 5 * 60_000;
/** Rounds without a question, behind which a problem is forgotten: other workers have the series now, or it is gone. */
const idleRounds = 5;

/** Remembers what fails, and when it is worth another try. Times of trying are rounds, so that a worker that lags decides the same. */
export class ProblemTracker {
  readonly #options: ProblemTrackerOptions;
  readonly #mostProblems: number;
  readonly #problems: Readonly<Record<ProblemKind, Map<string, TrackedProblem>>> = {
    series: new Map(),
    selector: new Map(),
  };
  #newestMs = Number.NEGATIVE_INFINITY;

  constructor(options: ProblemTrackerOptions) {
    this.#options = options;
    this.#mostProblems = options.mostProblems ?? 10_000;
  }

  /** Problems of a kind. */
  count(kind: ProblemKind): number {
    return this.#problems[kind].size;
  }

  /** Problems of all kinds. */
  get size(): number {
    return this.#problems.series.size + this.#problems.selector.size;
  }

  /** Forgets the problems of a kind: other processes have the work that met them. */
  forget(kind: ProblemKind): void {
    this.#problems[kind].clear();
  }

  /** The problem of a subject, where it has one. */
  problemOf({ kind, name }: ProblemSubject): TrackedProblem | undefined {
    return this.#problems[kind].get(name);
  }

  /** Whether the round whose windows end here should try. */
  isDue(subject: ProblemSubject, windowEndMs: number): boolean {
    this.#dropIdle(windowEndMs);
    const problem = this.problemOf(subject);
    if (problem === undefined) return true;
    const { dueMs, askedMs } = problem;
    problem.askedMs = Math.max(askedMs, windowEndMs);
    const { intervalMs } = this.#options;
    // By a clock that was set back it would be due in days.
    const isFarOff = dueMs - windowEndMs > 2 * longestRetryDelayMs(intervalMs);
    return windowEndMs >= dueMs || isFarOff;
  }

  /**
   * Takes a try that failed.
   *
   * @returns  the problem, and whether it is another one than before; undefined when there are too many to keep
   */
  failed(
    subject: ProblemSubject,
    cause: ProblemCause,
    windowEndMs: number,
  ): { readonly problem: TrackedProblem; readonly isNew: boolean } | undefined {
    const known = this.problemOf(subject);
    if (known === undefined && this.size >= this.#mostProblems) return undefined;
    const isNew = known?.report.code !== cause.code;
    const problem: TrackedProblem = {
      ...this.#after(subject, cause, windowEndMs, known?.report),
      // What is tried in each round need not be told in each.
      toldMs: cause.isTriedEachRound && !isNew ? known?.toldMs : undefined,
    };
    this.#problems[subject.kind].set(subject.name, problem);
    return { problem, isNew };
  }

  /** Takes a try that succeeded. @returns the report that the problem is over; undefined where there was none */
  succeeded(subject: ProblemSubject): SeriesProblemReport | undefined {
    const known = this.problemOf(subject);
    this.#problems[subject.kind].delete(subject.name);
    return known && { ...known.report, resolvedMs: Math.max(known.report.lastSeenMs, this.#options.clock()) };
  }

  #after(
    { kind, name, partition, selector }: ProblemSubject,
    { code, detail, isTriedEachRound }: ProblemCause,
    windowEndMs: number,
    before: SeriesProblemReport | undefined,
  ): Pick<TrackedProblem, 'report' | 'dueMs' | 'askedMs'> {
    const { intervalMs, settleMs, clock } = this.#options;
    const nowMs = clock();
    const attempts = before?.code === code ? before.attempts + 1 : 1;
    const delayMs = retryDelayMs(isTriedEachRound ? 1 : attempts, intervalMs);
    const dueMs = isTriedEachRound ? windowEndMs : windowEndMs + delayMs;
    const nextTryMs = Math.max(nowMs, windowEndMs + delayMs + settleMs);
    const sinceMs = Math.min(before?.sinceMs ?? nowMs, nowMs);
    const expiresMs = nextTryMs + longestRetryDelayMs(intervalMs) + graceMs;
    const times = { sinceMs, lastSeenMs: nowMs, nextTryMs, expiresMs, resolvedMs: null };
    const report = { kind, name, partition, selector, code, detail, attempts, ...times };
    return { report, dueMs, askedMs: windowEndMs };
  }

  /** Once a round. */
  #dropIdle(windowEndMs: number): void {
    if (windowEndMs <= this.#newestMs) return;
    this.#newestMs = windowEndMs;
    const idleMs = idleRounds * this.#options.intervalMs;
    for (const problems of Object.values(this.#problems))
      for (const [name, { askedMs }] of problems) if (windowEndMs - askedMs >= idleMs) problems.delete(name);
  }
}
