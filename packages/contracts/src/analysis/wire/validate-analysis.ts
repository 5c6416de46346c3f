import {
  type Analysis,
  isUnavailable,
  type Stage,
  type StageOutcome,
  stages,
  type Window,
} from '@forewarn/analysis';
import { ensure, requireInteger, requireTime } from '../../encoding/field-checks.js';
import { validateSeries } from '../../encoding/validate-series.js';
import {
  validateAggregates,
  validateAutocorrelation,
  validateDecomposition,
  validateDickeyFuller,
  validateForecast,
  validateHodrickPrescott,
} from './validate-stages.js';

const reasonName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Whether a series' parts agree: the whole of what can be checked without other analyses. @throws {ForewarnError} `invalid-event` */
export function validateAnalysis(analysis: Analysis): void {
  validateSeries(analysis.series);
  ensure(analysis.partition !== '', 'series.partition', 'is empty');
  const gridPoints = validateWindow(analysis.window);
  validateStages(analysis, gridPoints);
  for (const stage of [...stages, 'total'] as const) {
    const ms = analysis.executionTimes[stage];
    ensure(Number.isFinite(ms) && ms >= 0, `executionTimes.${stage}`, `is ${ms}, must be at least 0`);
  }
}

function validateWindow({ startMs, endMs, stepMs, sampleCount, missingCount }: Window): number {
  requireTime('window.start', startMs);
  requireTime('window.end', endMs);
  requireInteger('window.stepMs', stepMs, 1);
  ensure(endMs >= startMs, 'window.end', 'is before the start');
  ensure((endMs - startMs) % stepMs === 0, 'window.end', 'is not a whole number of steps behind the start');
  requireInteger('window.sampleCount', sampleCount, 0);
  requireInteger('window.missingCount', missingCount, 0);
  const gridPoints = (endMs - startMs) / stepMs + 1;
  ensure(
    sampleCount + missingCount === gridPoints,
    'window',
    `has ${sampleCount} samples and ${missingCount} missing, but ${gridPoints} grid points`,
  );
  return gridPoints;
}

function validateStages(analysis: Analysis, gridPoints: number): void {
  const { dickeyFuller, hodrickPrescott, autocorrelation, decomposition, aggregates, forecast } = analysis;
  if (hasResult('dickeyFuller', dickeyFuller)) validateDickeyFuller(dickeyFuller);
  if (hasResult('hodrickPrescott', hodrickPrescott)) validateHodrickPrescott(hodrickPrescott, gridPoints);
  if (hasResult('autocorrelation', autocorrelation)) validateAutocorrelation(autocorrelation, gridPoints);
  if (hasResult('decomposition', decomposition)) validateDecomposition(decomposition, gridPoints);
  if (hasResult('aggregates', aggregates)) validateAggregates(aggregates);
  if (hasResult('forecast', forecast)) validateForecast(forecast, analysis.window);
}

function hasResult<T extends object>(stage: Stage, outcome: StageOutcome<T>): outcome is T {
  if (!isUnavailable(outcome)) return true;
  ensure(reasonName.test(outcome.reason), `${stage}.reason`, 'is not a name such as "constant-series"');
  return false;
}
