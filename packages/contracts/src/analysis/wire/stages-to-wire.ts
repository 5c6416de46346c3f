import {
  type Aggregate,
  type Aggregates,
  type Autocorrelation,
  type Decomposition,
  type DickeyFuller,
  type Forecast,
  type ForecastPoint,
  type HodrickPrescott,
  isUnavailable,
  type StageOutcome,
  type Unavailable,
} from '@forewarn/analysis';
import { timestampToWire } from '../../encoding/timestamp.js';
import type { Aggregate as WireAggregate } from '../../generated/forewarn/v1/Aggregate.js';
import type { Aggregates as WireAggregates } from '../../generated/forewarn/v1/Aggregates.js';
import type { Autocorrelation as WireAutocorrelation } from '../../generated/forewarn/v1/Autocorrelation.js';
import type { Decomposition as WireDecomposition } from '../../generated/forewarn/v1/Decomposition.js';
import type { DickeyFuller as WireDickeyFuller } from '../../generated/forewarn/v1/DickeyFuller.js';
import type { Forecast as WireForecast } from '../../generated/forewarn/v1/Forecast.js';
import type { ForecastPoint as WireForecastPoint } from '../../generated/forewarn/v1/ForecastPoint.js';
import type { HodrickPrescott as WireHodrickPrescott } from '../../generated/forewarn/v1/HodrickPrescott.js';

/** A mapper of results that lets a stage without one pass as its reason. */
const orReason =
  <T extends object, W extends object>(map: (result: T) => W) =>
  (outcome: StageOutcome<T>): W | { reason: string; detail: string } =>
    isUnavailable(outcome) ? reasonToWire(outcome) : map(outcome);

/** Why a stage has no result. */
export const reasonToWire = ({ reason, detail }: Unavailable): { reason: string; detail: string } => ({
  reason,
  detail,
});

/** The outcome of the Dickey–Fuller stage. */
export const dickeyFullerToWire = orReason(
  (result: DickeyFuller): WireDickeyFuller => ({
    statistic: result.statistic,
    pValue: result.pValue,
    usedLag: result.usedLag,
    observations: result.observations,
    criticalValues: {
      percent1: result.criticalValues['1%'],
      percent5: result.criticalValues['5%'],
      percent10: result.criticalValues['10%'],
    },
    stationary: result.stationary,
  }),
);

/** The outcome of the Hodrick–Prescott stage. */
export const hodrickPrescottToWire = orReason(
  (result: HodrickPrescott): WireHodrickPrescott => ({
    lambda: result.lambda,
    cycle: Array.from(result.cycle),
    trend: Array.from(result.trend),
  }),
);

/** The outcome of the autocorrelation stage. */
export const autocorrelationToWire = orReason(
  (result: Autocorrelation): WireAutocorrelation => ({ values: Array.from(result.values) }),
);

/** The outcome of the decomposition stage. */
export const decompositionToWire = orReason(
  (result: Decomposition): WireDecomposition => ({
    model: result.model,
    period: result.period,
    trend: Array.from(result.trend),
    seasonal: Array.from(result.seasonal),
    residual: Array.from(result.residual),
  }),
);

/** The outcome of the aggregates stage. */
export const aggregatesToWire = orReason(
  (result: Aggregates): WireAggregates => ({ bins: result.bins.map(aggregateToWire) }),
);

function aggregateToWire({ standardDeviation, ...rest }: Aggregate): WireAggregate {
  return standardDeviation === null ? rest : { ...rest, standardDeviation };
}

/** The outcome of the forecast stage. */
export const forecastToWire = orReason(
  (result: Forecast): WireForecast => ({
    ...result,
    backtest: result.backtest && { ...result.backtest },
    points: result.points.map(forecastPointToWire),
  }),
);

const forecastPointToWire = ({ timestampMs, mean, lower, upper }: ForecastPoint): WireForecastPoint => ({
  timestamp: timestampToWire(timestampMs),
  mean,
  lower,
  upper,
});
