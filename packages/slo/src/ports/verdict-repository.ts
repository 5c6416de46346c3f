import type { CallOptions, TimeRange, TopicStore } from '@forewarn/core';
import type { ObjectiveVerdict, VerdictSummary } from '../verdicts/objective-verdict.js';

/** Keeps the verdicts of each minute, each once. */
export type VerdictWriter = TopicStore<ObjectiveVerdict>;

/** Which verdicts are wanted. */
export interface VerdictQuery {
  readonly sla: string;
  readonly objective: string;
  /** Verdicts whose minute ends in it: behind the start, up to and with the end. */
  readonly range: TimeRange;
  /** Most to return, ≥ 1. */
  readonly limit: number;
}

/** The verdicts that are kept. */
export interface VerdictReader {
  /** The newest first. */
  listVerdicts(query: VerdictQuery, options?: CallOptions): Promise<readonly VerdictSummary[]>;
}
