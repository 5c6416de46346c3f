import type { ObjectiveHistoryDocument } from '@forewarn/contracts/rest';
import type { VerdictDocument } from '../sla/verdict-runs.js';

const endMs = Date.parse('2026-03-01T12:00:00.000Z');

/** A time so many minutes before noon, RFC 3339. */
export const minutesAgo = (minutes: number): string => new Date(endMs - minutes * 60_000).toISOString();

/** The verdict on the minute that ended so many minutes before noon. */
export const cannedVerdict = (minutes: number, fields: Partial<VerdictDocument> = {}): VerdictDocument => ({
  minuteEnd: minutesAgo(minutes),
  evaluatedAt: minutesAgo(minutes - 0.25),
  state: 'ok',
  reason: null,
  targetMet: true,
  compliance: 1,
  errorBudgetRemaining: 1,
  violationProbability: 0,
  firstViolation: null,
  seriesCount: 1,
  violatedSeries: 0,
  ...fields,
});

/** The last hour before noon of an objective. */
export const cannedHistory = (
  objective: string,
  verdicts: readonly VerdictDocument[],
): ObjectiveHistoryDocument => ({
  name: 'checkout-host',
  objective,
  range: { start: minutesAgo(60), end: minutesAgo(-0.5) },
  verdicts: [...verdicts],
});

const unknown = { targetMet: null, compliance: null, errorBudgetRemaining: null, violationProbability: null };

/** Of the objectives of `cannedSlas`, by path. */
export const cannedHistories = {
  '/api/v1/slas/checkout-host/objectives/free%20memory/history': cannedHistory('free memory', [
    cannedVerdict(0, { state: 'violated', compliance: 0.98, targetMet: false, violationProbability: 0.75 }),
    cannedVerdict(1, { state: 'violated', compliance: 0.985, targetMet: false, violationProbability: 0.996 }),
    cannedVerdict(2, { state: 'at-risk', violationProbability: 0.63, firstViolation: minutesAgo(0) }),
    cannedVerdict(5),
    cannedVerdict(6),
  ]),
  '/api/v1/slas/checkout-host/objectives/absent/history': cannedHistory('absent', [
    cannedVerdict(0, { ...unknown, state: 'insufficient-data', reason: 'no-such-series', seriesCount: 0 }),
  ]),
};
