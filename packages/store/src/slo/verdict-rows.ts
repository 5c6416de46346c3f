import { type ObjectiveVerdict, summarizeVerdict, type VerdictSummary } from '@forewarn/slo';
import { type Row, type RowWriter, upsertRows } from '@forewarn/sql';
import { sloModule } from './slo-module.js';
import type { ObjectiveVerdictTable } from './slo-tables.js';

/** The row of what is kept of a verdict. */
const verdictRow = (verdict: VerdictSummary): ObjectiveVerdictTable => ({
  sla_name: verdict.sla,
  objective_name: verdict.objective,
  end_ms: verdict.endMs,
  definition_sha256: Buffer.from(verdict.definition, 'hex'),
  evaluated_at_ms: verdict.evaluatedAtMs,
  state: verdict.state,
  reason: verdict.reason,
  target_met: verdict.targetMet === null ? null : Number(verdict.targetMet),
  compliance: verdict.compliance,
  budget_remaining: verdict.budgetRemaining,
  violation_probability: verdict.violationProbability,
  first_violation_ms: verdict.firstViolationMs,
  series_count: verdict.seriesCount,
  violated_count: verdict.violatedCount,
});

/** A verdict's row without what names it but the minute, in the order in which it is read. */
export const verdictColumns = [
  'end_ms',
  'definition_sha256',
  'evaluated_at_ms',
  'state',
  'reason',
  'target_met',
  'compliance',
  'budget_remaining',
  'violation_probability',
  'first_violation_ms',
  'series_count',
  'violated_count',
] as const satisfies readonly (keyof ObjectiveVerdictTable)[];

/** What is kept of a verdict, of its row. @param name  of whose verdicts the row is one */
export const verdictOf = (
  name: Pick<VerdictSummary, 'sla' | 'objective'>,
  row: Pick<ObjectiveVerdictTable, (typeof verdictColumns)[number]>,
): VerdictSummary => ({
  ...name,
  endMs: row.end_ms,
  definition: Buffer.from(row.definition_sha256).toString('hex'),
  evaluatedAtMs: row.evaluated_at_ms,
  state: row.state,
  reason: row.reason,
  targetMet: row.target_met === null ? null : row.target_met === 1,
  compliance: row.compliance,
  budgetRemaining: row.budget_remaining,
  violationProbability: row.violation_probability,
  firstViolationMs: row.first_violation_ms,
  seriesCount: row.series_count,
  violatedCount: row.violated_count,
});

/** The rows of verdicts: one an SLA, objective and minute, the one written last. */
export const verdictRows: RowWriter<ObjectiveVerdict> = {
  modules: [sloModule],
  write: (connection, dialect, items) =>
    upsertRows(
      connection,
      dialect,
      { table: 'objective_verdict', key: ['sla_name', 'objective_name', 'end_ms'] },
      items.map(({ value }): Row => ({ ...verdictRow(summarizeVerdict(value)) })),
    ),
  prunable: [{ table: 'objective_verdict', isOld: 'end_ms < ?' }],
};
