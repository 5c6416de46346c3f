import type { AnalysisReader } from '@forewarn/analysis';
import {
  alignDown,
  type CallOptions,
  type Clock,
  canonicalSeries,
  createConcurrencyLimit,
  type MetricSource,
  type TimeRange,
} from '@forewarn/core';
import {
  evaluateObjective,
  evaluateSla,
  minuteMs,
  type Objective,
  type ObjectiveEvaluation,
  type SeriesEvidence,
  type Sla,
  type SlaEvaluation,
  type SlaRepository,
} from '@forewarn/slo';
import { createMinuteHistory } from './minute-history.js';
import { newestForecasts } from './newest-forecasts.js';
import type { SeriesMinutes } from './series-minutes.js';

/** What an evaluation reads from, and how it judges. */
export interface SlaEvaluatorOptions {
  readonly store: Pick<AnalysisReader & SlaRepository, 'listForecasts' | 'listSlas'>;
  readonly source: MetricSource;
  readonly clock: Clock;
  /** Probability from which a forecast point counts as a predicted violation. */
  readonly atRiskProbability: number;
}

/** Which part of a forecast to read. */
interface EvaluateOptions extends CallOptions {
  /** Default: to the end of the forecast. */
  readonly horizonMs?: number;
}

/** Reads samples and forecasts, and judges SLAs by them. */
export interface SlaEvaluator {
  evaluate(sla: Sla, options?: EvaluateOptions): Promise<SlaEvaluation>;
  /** All SLAs of the store, in its order. */
  evaluateAll(options?: CallOptions): Promise<readonly SlaEvaluation[]>;
  /** One-minute samples of an objective's series. */
  minutes(objective: Objective, range: TimeRange, options?: CallOptions): Promise<readonly SeriesMinutes[]>;
}

const mostSeries = 500;
const objectivesAtOnce = 4;
const slasAtOnce = 4;

/** Makes an evaluator with a history of samples of its own. */
export function createSlaEvaluator({
  store,
  source,
  clock,
  atRiskProbability,
}: SlaEvaluatorOptions): SlaEvaluator {
  const history = createMinuteHistory({ source, clock, mostSeries });

  const judge = async (objective: Objective, options: EvaluateOptions): Promise<ObjectiveEvaluation> => {
    const nowMs = clock();
    const startMs = alignDown(nowMs, minuteMs) - objective.windowMs;
    const [minutes, forecasts] = await Promise.all([
      history.read(objective.indicator, { startMs, endMs: nowMs }, options),
      newestForecasts(store, objective.indicator, mostSeries, options),
    ]);
    const evidence = new Map<string, SeriesEvidence>();
    for (const { series, samples } of minutes) evidence.set(canonicalSeries(series), { series, samples });
    for (const [key, forecast] of forecasts) {
      const seen = evidence.get(key);
      const { partition } = forecast;
      // A series that was analysed within the window but has no sample in it is idle; one from before is forgotten.
      if (seen) evidence.set(key, { ...seen, partition, forecast });
      else if (forecast.windowEndMs >= startMs)
        evidence.set(key, { series: forecast.series, partition, samples: noSamples, forecast });
    }
    const { horizonMs } = options;
    return evaluateObjective(objective, [...evidence.values()], {
      nowMs,
      atRiskProbability,
      ...(horizonMs !== undefined && { horizonMs }),
    });
  };

  const evaluate = async (sla: Sla, options: EvaluateOptions = {}): Promise<SlaEvaluation> => {
    const limit = createConcurrencyLimit({ concurrent: objectivesAtOnce, what: 'the evaluation' });
    const judged = sla.objectives.map((objective) =>
      limit.run(() => judge(objective, options), options.signal),
    );
    return evaluateSla(sla, await Promise.all(judged));
  };

  return {
    evaluate,
    async evaluateAll(options = {}) {
      const limit = createConcurrencyLimit({ concurrent: slasAtOnce, what: 'the evaluation' });
      const slas = await store.listSlas(options);
      return Promise.all(slas.map((sla) => limit.run(() => evaluate(sla, options), options.signal)));
    },
    minutes: (objective, range, options) => history.read(objective.indicator, range, options),
  };
}

const noSamples = { timesMs: new Float64Array(0), values: new Float64Array(0) };
