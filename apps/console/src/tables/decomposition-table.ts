import type { Decomposition } from '@forewarn/analysis';
import { formatDuration } from '@forewarn/core';
import type { Timed } from '../retrieval/retrieval.js';
import { getCommandText } from './get-command-text.js';
import { stageTable } from './stage-table.js';
import { timeTable } from './time-table.js';

/** Trend, season and residual of one series, oldest row first. */
export const decompositionTable = stageTable((result: Timed<Decomposition>, { of, unit, rowLimit }) => {
  const { timesMs, trend, seasonal, residual, model, period } = result;
  // The factors of a multiplicative model have no unit.
  const partUnit = model === 'additive' ? unit : 'none';
  const columns = [
    { head: 'trend', values: trend, unit },
    { head: 'seasonal', values: seasonal, unit: partUnit },
    { head: 'residual', values: residual, unit: partUnit },
  ] as const;
  const isComplete = (at: number) => !Number.isNaN(trend[at]);
  const allCommand = getCommandText('decomposition', of);
  return (
    `${model}, season of ${period} samples (${formatDuration(period * of.window.stepMs)})\n` +
    timeTable(timesMs, columns, { rowLimit, isComplete, allCommand })
  );
});
