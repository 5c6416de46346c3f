import { isUnavailable, type StageOutcome, type StoredSeries } from '@forewarn/analysis';
import { type MetricUnit, metricUnit, printable } from '@forewarn/core';
import type { StageResult } from '../retrieval/retrieval.js';

/** How much a table shows. */
export interface TableOptions {
  /** Most rows of long tables; all when absent. */
  readonly rowLimit?: number;
}

/** What a table needs to know beside the result. */
interface TableContext extends TableOptions {
  readonly of: StoredSeries;
  readonly unit: MetricUnit;
}

/** Renders the result of a stage as lines. */
export type StageTable<T> = (result: T, context: TableContext) => string;

/** Lets a renderer print the reason where a stage has no result. */
export const stageTable =
  <T extends object>(render: StageTable<T>) =>
  (stored: StageResult<T>, options: TableOptions = {}): string => {
    if (isUnavailable(stored.result)) return noResult(stored.result);
    return render(stored.result, { ...options, of: stored, unit: metricUnit(stored.series.metric) });
  };

const noResult = ({ reason, detail }: Extract<StageOutcome<object>, { reason: string }>): string =>
  `no result: ${printable(reason)}${detail ? ` (${printable(detail)})` : ''}\n`;
