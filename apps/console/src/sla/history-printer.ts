import type { ObjectiveHistoryDocument } from '@forewarn/contracts/rest';
import { type OutputFormat, type Printable, printed } from '../format/printed.js';
import { historyTable, type ObjectiveRuns } from './history-table.js';
import type { StatusTableOptions } from './status-table.js';
import { verdictRuns } from './verdict-runs.js';

/** The texts that show how objectives of one SLA stood: for people one table of runs, for programs each verdict. */
export function printHistories(
  histories: AsyncIterable<ObjectiveHistoryDocument>,
  format: OutputFormat,
  options: StatusTableOptions,
): AsyncIterable<string> {
  const tables = async function* (items: AsyncIterable<ObjectiveHistoryDocument>) {
    // A month of verdicts is held of one objective at a time; of the others their runs.
    const all: ObjectiveRuns[] = [];
    for await (const { verdicts, ...head } of items) all.push({ ...head, runs: verdictRuns(verdicts) });
    yield historyTable(all, options);
  };
  return printed({ ...verdicts, tables }, histories, format);
}

const verdicts: Omit<Printable<ObjectiveHistoryDocument>, 'tables'> = {
  toJson: (history) => history,
  csvColumns: [
    ...['sla', 'objective', 'minute_end', 'evaluated_at', 'state', 'reason', 'target_met', 'compliance'],
    ...['error_budget_remaining', 'violation_probability', 'first_violation', 'series', 'violated_series'],
  ],
  csvRows: function* ({ name, objective, verdicts }) {
    for (const each of verdicts) {
      const { minuteEnd, evaluatedAt, state, reason, targetMet, compliance, errorBudgetRemaining } = each;
      const { violationProbability, firstViolation, seriesCount, violatedSeries } = each;
      const how = [state, reason, targetMet, compliance, errorBudgetRemaining];
      const ahead = [violationProbability, firstViolation];
      yield [name, objective, minuteEnd, evaluatedAt, ...how, ...ahead, seriesCount, violatedSeries];
    }
  },
};
