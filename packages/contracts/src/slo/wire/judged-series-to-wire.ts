import { isUnavailable } from '@forewarn/analysis';
import type { Compliance, CurrentValue, Prediction, SeriesEvaluation } from '@forewarn/slo';
import { seriesToWire } from '../../encoding/series-wire.js';
import { timestampToWire } from '../../encoding/timestamp.js';
import type { JudgedSeries } from '../../generated/forewarn/events/v1/JudgedSeries.js';

/** One series of a verdict: what its state is and why, without the points of its forecast. */
export function judgedSeriesToWire(judged: SeriesEvaluation): JudgedSeries {
  const { series, partition = '', state, reason, current, compliance, prediction, hasEnded } = judged;
  return {
    series: seriesToWire(series, partition),
    state,
    reason,
    current: current && currentToWire(current),
    compliance: complianceToWire(compliance),
    ...(isUnavailable(prediction)
      ? { noPrediction: prediction }
      : { prediction: predictionToWire(prediction) }),
    hasEnded: hasEnded ?? false,
  };
}

const currentToWire = ({ timestampMs, value, bound }: CurrentValue) => ({
  timestamp: timestampToWire(timestampMs),
  value,
  ...(bound && { bound }),
});

const complianceToWire = ({ compliance, targetMet, errorBudget, ...counts }: Compliance) => ({
  minutes: counts.minutes,
  minutesInMaintenance: counts.minutesInMaintenance ?? 0,
  minutesWithData: counts.minutesWithData,
  minutesViolated: counts.minutesViolated,
  coverage: counts.coverage,
  events: counts.events ?? null,
  ...(compliance !== null && { compliance }),
  ...(targetMet !== null && { targetMet }),
  errorBudget: {
    allowedMs: errorBudget.allowedMs,
    remainingMs: errorBudget.remainingMs,
    ...(errorBudget.remaining !== null && { remaining: errorBudget.remaining }),
  },
});

function predictionToWire({ points: _, endsEarly: __, ...prediction }: Prediction) {
  const { windowEndMs, endMs, firstViolation, ...numbers } = prediction;
  return {
    ...numbers,
    windowEnd: timestampToWire(windowEndMs),
    end: timestampToWire(endMs),
    firstViolation: firstViolation && {
      timestamp: timestampToWire(firstViolation.timestampMs),
      mean: firstViolation.mean,
      bound: firstViolation.bound,
      probability: firstViolation.probability,
    },
  };
}
