import type { Unavailable } from '@forewarn/analysis';
import {
  type BoundName,
  type Compliance,
  type CurrentValue,
  minuteMs,
  type PredictedViolation,
  type Prediction,
  type SeriesEvaluation,
  type StateWithReason,
  slaStates,
} from '@forewarn/slo';
import { validateBacktest } from '../../analysis/wire/validate-stages.js';
import { invalidEvent } from '../../encoding/event-error.js';
import {
  ensure,
  requireFinite,
  requireInteger,
  requireShare,
  requireTime,
} from '../../encoding/field-checks.js';
import { seriesFromWire } from '../../encoding/series-wire.js';
import { timestampFromWire } from '../../encoding/timestamp.js';
import { validateSeries } from '../../encoding/validate-series.js';
import type { Compliance__Output } from '../../generated/forewarn/events/v1/Compliance.js';
import type { CurrentValue__Output } from '../../generated/forewarn/events/v1/CurrentValue.js';
import type { JudgedSeries__Output } from '../../generated/forewarn/events/v1/JudgedSeries.js';
import type { PredictedViolation__Output } from '../../generated/forewarn/events/v1/PredictedViolation.js';
import type { Prediction__Output } from '../../generated/forewarn/events/v1/Prediction.js';
import type { Reason__Output } from '../../generated/forewarn/events/v1/Reason.js';
import type { Timestamp__Output } from '../../generated/google/protobuf/Timestamp.js';

/**
 * The inverse of `judgedSeriesToWire`, validated.
 *
 * @param at  names the series in errors
 * @throws    {ForewarnError} `invalid-event`
 */
export function judgedSeriesFromWire(wire: JudgedSeries__Output, at: string): SeriesEvaluation {
  const { series, partition } = seriesFromWire(wire.series);
  validateSeries(series);
  return {
    series,
    ...(partition !== '' && { partition }),
    ...stateFromWire(wire, at),
    current: wire.current && currentFromWire(wire.current, `${at}.current`),
    compliance: complianceFromWire(wire.compliance, `${at}.compliance`),
    prediction: wire.prediction
      ? predictionFromWire(wire.prediction, `${at}.prediction`)
      : reasonFromWire(wire.noPrediction ?? null, `${at}.noPrediction`),
    ...(wire.hasEnded && { hasEnded: true }),
  };
}

/** A state, with the reason that belongs to it. @throws {ForewarnError} `invalid-event` */
export function stateFromWire(
  { state: text, reason }: { readonly state: string; readonly reason: Reason__Output | null },
  at: string,
): StateWithReason {
  const state = slaStates.find((each) => each === text);
  if (state === undefined) throw invalidEvent(`${at}.state`, `is not one of ${slaStates.join(', ')}`);
  const isUnknown = state === 'insufficient-data';
  ensure(isUnknown === Boolean(reason), `${at}.reason`, isUnknown ? 'is missing' : `is given for ${state}`);
  return { state, reason: reason && reasonFromWire(reason, `${at}.reason`) };
}

/** As columns hold them. */
const reasonForm = /^[a-z][a-z0-9-]{0,62}$/;

function reasonFromWire(wire: Reason__Output | null, at: string): Unavailable {
  if (!wire) throw invalidEvent(at, 'is missing');
  ensure(reasonForm.test(wire.reason), `${at}.reason`, 'is not a short name');
  return { reason: wire.reason, detail: wire.detail };
}

/** A time of whole milliseconds. @throws {ForewarnError} `invalid-event` */
export function timeFromWire(wire: Timestamp__Output | null, at: string): number {
  const ms = wire ? timestampFromWire(wire) : Number.NaN;
  requireTime(at, ms);
  return ms;
}

function boundFromWire(text: string, at: string): BoundName {
  if (text !== 'min' && text !== 'max') throw invalidEvent(at, 'is neither min nor max');
  return text;
}

function currentFromWire({ timestamp, value, bound }: CurrentValue__Output, at: string): CurrentValue {
  requireFinite(at, { value });
  const timestampMs = timeFromWire(timestamp, `${at}.timestamp`);
  return { timestampMs, value, bound: bound === undefined ? null : boundFromWire(bound, `${at}.bound`) };
}

function complianceFromWire(wire: Compliance__Output | null, at: string): Compliance {
  if (!wire) throw invalidEvent(at, 'is missing');
  const { minutes, minutesInMaintenance, minutesWithData, minutesViolated, coverage, errorBudget } = wire;
  const { compliance = null, targetMet = null, events } = wire;
  for (const [name, count] of Object.entries({
    minutes,
    minutesInMaintenance,
    minutesWithData,
    minutesViolated,
  }))
    requireInteger(`${at}.${name}`, count, 0);
  requireShare(`${at}.coverage`, coverage);
  if (compliance !== null) requireShare(`${at}.compliance`, compliance);
  if (events) requireFinite(`${at}.events`, { ...events });
  if (!errorBudget) throw invalidEvent(`${at}.errorBudget`, 'is missing');
  const { allowedMs, remainingMs, remaining = null } = errorBudget;
  requireFinite(`${at}.errorBudget`, { allowedMs, remainingMs, remaining: remaining ?? 0 });
  return {
    minutes,
    ...(minutesInMaintenance > 0 && { minutesInMaintenance }),
    minutesWithData,
    minutesViolated,
    compliance,
    coverage,
    timeInViolationMs: minutesViolated * minuteMs,
    targetMet,
    errorBudget: { allowedMs, remainingMs, remaining },
    ...(events && { events }),
  };
}

function predictionFromWire(wire: Prediction__Output, at: string): Prediction {
  const { model, modelChoice, backtest, level, max, min, mean, lower, upper, probability } = wire;
  requireFinite(at, { max, min, mean, lower, upper });
  ensure(level > 0 && level < 1, `${at}.level`, `is ${level}, must be between 0 and 1`);
  requireShare(`${at}.probability`, probability);
  if (backtest) validateBacktest(backtest, `${at}.backtest`);
  return {
    model,
    modelChoice,
    backtest,
    windowEndMs: timeFromWire(wire.windowEnd, `${at}.windowEnd`),
    level,
    max,
    min,
    mean,
    lower,
    upper,
    probability,
    firstViolation: wire.firstViolation && firstFromWire(wire.firstViolation, `${at}.firstViolation`),
    endMs: timeFromWire(wire.end, `${at}.end`),
    endsEarly: false,
  };
}

function firstFromWire(wire: PredictedViolation__Output, at: string): PredictedViolation {
  const { mean, probability } = wire;
  requireFinite(at, { mean });
  requireShare(`${at}.probability`, probability);
  const timestampMs = timeFromWire(wire.timestamp, `${at}.timestamp`);
  return { timestampMs, mean, bound: boundFromWire(wire.bound, `${at}.bound`), probability };
}
