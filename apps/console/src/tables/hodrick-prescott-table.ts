import type { HodrickPrescott } from '@forewarn/analysis';
import { formatNumber } from '../format/number.js';
import type { Timed } from '../retrieval/retrieval.js';
import { getCommandText } from './get-command-text.js';
import { stageTable } from './stage-table.js';
import { timeTable } from './time-table.js';

/** Cycle and trend of one series, oldest row first. */
export const hodrickPrescottTable = stageTable((result: Timed<HodrickPrescott>, { of, unit, rowLimit }) => {
  const { timesMs, cycle, trend, lambda } = result;
  const columns = [
    { head: 'trend', values: trend, unit },
    { head: 'cycle', values: cycle, unit },
  ];
  const allCommand = getCommandText('hodrick-prescott', of);
  return `λ = ${formatNumber(lambda)}\n${timeTable(timesMs, columns, { rowLimit, allCommand })}`;
});
