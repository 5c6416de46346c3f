import type { ObjectiveHistoryDocument } from '@forewarn/contracts/rest';
import type { SlaState } from './status-table.js';

const minuteMs = 60_000;

/** How an objective stood at the end of a minute. */
export type VerdictDocument = ObjectiveHistoryDocument['verdicts'][number];

/** Consecutive minutes in which an objective stood the same. */
export interface VerdictRun {
  /** Where its first minute begins, epoch milliseconds. */
  readonly startMs: number;
  /** Where its last minute ends, epoch milliseconds. */
  readonly endMs: number;
  /** null where the minutes have no verdict. */
  readonly state: SlaState | null;
  /** Short name of why it cannot be told; null for the other states. */
  readonly reason: string | null;
  /** 0 to 1; null when it was never known. */
  readonly lowestCompliance: number | null;
  /** Of a violation, 0 to 1; null where nothing was predicted. */
  readonly highestProbability: number | null;
}

/**
 * Verdicts as runs of equal state and reason. The minutes between two verdicts that have none are a run of their own, so that each run
 * begins where the one before it in time ends.
 *
 * @param verdicts  one a minute at most, newest first
 * @returns         newest first
 */
export function verdictRuns(verdicts: readonly VerdictDocument[]): VerdictRun[] {
  const runs: VerdictRun[] = [];
  for (const verdict of verdicts) {
    const minute = minuteRun(verdict);
    const later = runs.at(-1);
    if (later && minute.endMs < later.startMs) runs.push(silence(minute.endMs, later.startMs), minute);
    else if (later?.state === minute.state && later.reason === minute.reason)
      runs[runs.length - 1] = joined(minute, later);
    else runs.push(minute);
  }
  return runs;
}

function minuteRun({ minuteEnd, state, reason, ...worst }: VerdictDocument): VerdictRun {
  const endMs = Date.parse(minuteEnd);
  return {
    startMs: endMs - minuteMs,
    endMs,
    state,
    reason,
    lowestCompliance: worst.compliance,
    highestProbability: worst.violationProbability,
  };
}

const silence = (startMs: number, endMs: number): VerdictRun => ({
  startMs,
  endMs,
  state: null,
  reason: null,
  lowestCompliance: null,
  highestProbability: null,
});

const joined = (earlier: VerdictRun, later: VerdictRun): VerdictRun => ({
  ...later,
  startMs: earlier.startMs,
  lowestCompliance: ofKnown(Math.min, earlier.lowestCompliance, later.lowestCompliance),
  highestProbability: ofKnown(Math.max, earlier.highestProbability, later.highestProbability),
});

const ofKnown = (
  choose: (a: number, b: number) => number,
  a: number | null,
  b: number | null,
): number | null => (a === null ? b : b === null ? a : choose(a, b));
