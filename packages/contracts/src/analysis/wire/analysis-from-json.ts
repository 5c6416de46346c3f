import type {
  Aggregates,
  Analysis,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  ExecutionTimes,
  Forecast,
  ForecastBacktest,
  HodrickPrescott,
  Stage,
  StageOutcome,
  Window,
} from '@forewarn/analysis';
import { JsonFields } from '../../encoding/json-fields.js';
import { decompositionModel } from './stages-from-wire.js';
import { validateAnalysis } from './validate-analysis.js';

/**
 * Reads the JSON form of an analysis, as `analysisToJson` writes it, and validates it. Unknown fields are ignored.
 *
 * @param value  what `JSON.parse` gave
 * @throws {ForewarnError} `invalid-event`, naming the field
 */
export function analysisFromJson(value: unknown): Analysis {
  const fields = new JsonFields(value, '');
  const series = fields.object('series');
  const analysis: Analysis = {
    series: { metric: series.string('metric'), labels: series.object('labels').strings() },
    partition: series.string('partition'),
    window: readWindow(fields.object('window')),
    dickeyFuller: readStage(fields, 'dickeyFuller', readDickeyFuller),
    hodrickPrescott: readStage(fields, 'hodrickPrescott', readHodrickPrescott),
    autocorrelation: readStage(fields, 'autocorrelation', readAutocorrelation),
    decomposition: readStage(fields, 'decomposition', readDecomposition),
    aggregates: readStage(fields, 'aggregates', readAggregates),
    forecast: readStage(fields, 'forecast', readForecast),
    executionTimes: readExecutionTimes(fields.object('executionTimes')),
  };
  validateAnalysis(analysis);
  return analysis;
}

function readStage<T extends object>(
  fields: JsonFields,
  stage: Stage,
  read: (fields: JsonFields) => T,
): StageOutcome<T> {
  const outcome = fields.object(stage);
  if (!outcome.has('reason')) return read(outcome);
  return { reason: outcome.string('reason'), detail: outcome.string('detail') };
}

const readWindow = (fields: JsonFields): Window => ({
  startMs: fields.time('start'),
  endMs: fields.time('end'),
  stepMs: fields.number('stepMs'),
  sampleCount: fields.number('sampleCount'),
  missingCount: fields.number('missingCount'),
});

function readDickeyFuller(fields: JsonFields): DickeyFuller {
  const criticalValues = fields.object('criticalValues');
  return {
    statistic: fields.number('statistic'),
    pValue: fields.number('pValue'),
    usedLag: fields.number('usedLag'),
    observations: fields.number('observations'),
    criticalValues: {
      '1%': criticalValues.number('percent1'),
      '5%': criticalValues.number('percent5'),
      '10%': criticalValues.number('percent10'),
    },
    stationary: fields.boolean('stationary'),
  };
}

const readHodrickPrescott = (fields: JsonFields): HodrickPrescott => ({
  lambda: fields.number('lambda'),
  cycle: fields.column('cycle'),
  trend: fields.column('trend'),
});

const readAutocorrelation = (fields: JsonFields): Autocorrelation => ({ values: fields.column('values') });

const readDecomposition = (fields: JsonFields): Decomposition => ({
  model: decompositionModel(fields.string('model')),
  period: fields.number('period'),
  trend: fields.column('trend'),
  seasonal: fields.column('seasonal'),
  residual: fields.column('residual'),
});

const readAggregates = (fields: JsonFields): Aggregates => ({
  bins: fields.objects('bins', (bin) => ({
    binMs: bin.number('binMs'),
    binCount: bin.number('binCount'),
    max: bin.number('max'),
    min: bin.number('min'),
    mean: bin.number('mean'),
    standardDeviation: bin.numberOrNull('standardDeviation'),
  })),
});

const readForecast = (fields: JsonFields): Forecast => ({
  model: fields.string('model'),
  modelChoice: fields.string('modelChoice'),
  backtest: readBacktest(fields.objectOrNull('backtest')),
  level: fields.number('level'),
  stepMs: fields.number('stepMs'),
  points: fields.objects('points', (point) => ({
    timestampMs: point.time('timestamp'),
    mean: point.number('mean'),
    lower: point.number('lower'),
    upper: point.number('upper'),
  })),
  max: fields.number('max'),
  min: fields.number('min'),
  mean: fields.number('mean'),
});

const readBacktest = (fields: JsonFields | null): ForecastBacktest | null =>
  fields && {
    originCount: fields.number('originCount'),
    meanAbsoluteScaledError: fields.number('meanAbsoluteScaledError'),
    lastValueError: fields.number('lastValueError'),
    coverage: fields.number('coverage'),
    intervalScore: fields.number('intervalScore'),
  };

const readExecutionTimes = (fields: JsonFields): ExecutionTimes => ({
  dickeyFuller: fields.number('dickeyFuller'),
  hodrickPrescott: fields.number('hodrickPrescott'),
  autocorrelation: fields.number('autocorrelation'),
  decomposition: fields.number('decomposition'),
  aggregates: fields.number('aggregates'),
  forecast: fields.number('forecast'),
  total: fields.number('total'),
});
