import type { Forecast } from '@forewarn/analysis';
import { printable } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { formatNumber, formatPercent } from '../format/number.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import { stageTable } from './stage-table.js';

/** How the model did on the past; empty where it was not tried. Errors are in mean steps between two samples. */
function backtestLine({ backtest }: Forecast): string {
  if (!backtest) return '';
  const { originCount, meanAbsoluteScaledError, lastValueError, coverage, intervalScore } = backtest;
  return (
    `backtest from ${formatNumber(originCount)} past times: error ${formatNumber(meanAbsoluteScaledError)}, ` +
    `of the last value ${formatNumber(lastValueError)}; ${formatPercent(coverage)} within the interval, ` +
    `interval score ${formatNumber(intervalScore)}\n`
  );
}

/** The forecast of one series: the model and why, the points with their intervals, and their summary. */
export const forecastTable = stageTable((forecast: Forecast, { unit }) => {
  const percent = `${formatNumber(forecast.level * 100)} %`;
  const columns = [
    { head: 'time (UTC)' },
    { head: 'mean', align: 'right' },
    { head: `${percent} from`, align: 'right' },
    { head: 'to', align: 'right' },
  ] as const;
  const rows = forecast.points.map(({ timestampMs, mean, lower, upper }) => [
    formatInstant(timestampMs),
    formatQuantity(mean, unit),
    formatQuantity(lower, unit),
    formatQuantity(upper, unit),
  ]);
  const [max, min, mean] = [forecast.max, forecast.min, forecast.mean].map((value) =>
    formatQuantity(value, unit),
  );
  return (
    `${printable(forecast.model)}: ${printable(forecast.modelChoice)}\n` +
    backtestLine(forecast) +
    renderTable(columns, rows) +
    `max ${max}, min ${min}, mean ${mean}\n`
  );
});
