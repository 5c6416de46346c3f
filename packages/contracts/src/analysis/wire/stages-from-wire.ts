import type {
  Aggregates,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  Forecast,
  HodrickPrescott,
  StageOutcome,
} from '@forewarn/analysis';
import { invalidEvent } from '../../encoding/event-error.js';
import { timestampFromWire } from '../../encoding/timestamp.js';
import type { Aggregates__Output } from '../../generated/forewarn/v1/Aggregates.js';
import type { Autocorrelation__Output } from '../../generated/forewarn/v1/Autocorrelation.js';
import type { Decomposition__Output } from '../../generated/forewarn/v1/Decomposition.js';
import type { DickeyFuller__Output } from '../../generated/forewarn/v1/DickeyFuller.js';
import type { Forecast__Output } from '../../generated/forewarn/v1/Forecast.js';
import type { HodrickPrescott__Output } from '../../generated/forewarn/v1/HodrickPrescott.js';

interface MayHaveReason {
  reason?: string;
  detail?: string;
}

/** The inverse of `orReason`: a message with a reason is a stage without a result. */
const orReason =
  <W extends MayHaveReason, T extends object>(name: string, map: (wire: W) => T) =>
  (wire: W | null): StageOutcome<T> => {
    if (!wire) throw invalidEvent(name, 'is missing');
    if (wire.reason === undefined) return map(wire);
    return { reason: wire.reason, detail: wire.detail ?? '' };
  };

/** The outcome of the Dickey–Fuller stage. @throws {ForewarnError} `invalid-event` when it is absent */
export const dickeyFullerFromWire = orReason(
  'dickeyFuller',
  ({ criticalValues, ...wire }: DickeyFuller__Output): DickeyFuller => {
    if (!criticalValues) throw invalidEvent('dickeyFuller.criticalValues', 'is missing');
    const { statistic, pValue, usedLag, observations, stationary } = wire;
    return {
      statistic,
      pValue,
      usedLag,
      observations,
      criticalValues: {
        '1%': criticalValues.percent1,
        '5%': criticalValues.percent5,
        '10%': criticalValues.percent10,
      },
      stationary,
    };
  },
);

/** The outcome of the Hodrick–Prescott stage. @throws {ForewarnError} `invalid-event` when it is absent */
export const hodrickPrescottFromWire = orReason(
  'hodrickPrescott',
  (wire: HodrickPrescott__Output): HodrickPrescott => ({
    lambda: wire.lambda,
    cycle: Float64Array.from(wire.cycle),
    trend: Float64Array.from(wire.trend),
  }),
);

/** The outcome of the autocorrelation stage. @throws {ForewarnError} `invalid-event` when it is absent */
export const autocorrelationFromWire = orReason(
  'autocorrelation',
  (wire: Autocorrelation__Output): Autocorrelation => ({ values: Float64Array.from(wire.values) }),
);

/** The outcome of the decomposition stage. @throws {ForewarnError} `invalid-event` when it is absent or of an unknown model */
export const decompositionFromWire = orReason(
  'decomposition',
  (wire: Decomposition__Output): Decomposition => ({
    model: decompositionModel(wire.model),
    period: wire.period,
    trend: Float64Array.from(wire.trend),
    seasonal: Float64Array.from(wire.seasonal),
    residual: Float64Array.from(wire.residual),
  }),
);

/** Narrows a decomposition's model. @throws {ForewarnError} `invalid-event` */
export function decompositionModel(model: string): Decomposition['model'] {
  if (model === 'additive' || model === 'multiplicative') return model;
  throw invalidEvent('decomposition.model', 'is neither "additive" nor "multiplicative"');
}

/** The outcome of the aggregates stage. @throws {ForewarnError} `invalid-event` when it is absent */
export const aggregatesFromWire = orReason(
  'aggregates',
  (wire: Aggregates__Output): Aggregates => ({
    bins: wire.bins.map(({ binMs, binCount, max, min, mean, standardDeviation }) => ({
      binMs,
      binCount,
      max,
      min,
      mean,
      standardDeviation: standardDeviation ?? null,
    })),
  }),
);

/** The outcome of the forecast stage. @throws {ForewarnError} `invalid-event` when it or a point's time is absent */
export const forecastFromWire = orReason(
  'forecast',
  ({ model, modelChoice, backtest, level, stepMs, points, max, min, mean }: Forecast__Output): Forecast => ({
    model,
    modelChoice,
    backtest: backtest ?? null,
    level,
    stepMs,
    points: points.map((point, index) => {
      if (!point.timestamp) throw invalidEvent(`forecast.points[${index}].timestamp`, 'is missing');
      const { mean, lower, upper } = point;
      return { timestampMs: timestampFromWire(point.timestamp), mean, lower, upper };
    }),
    max,
    min,
    mean,
  }),
);
