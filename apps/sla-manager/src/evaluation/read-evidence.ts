import type { AnalysisReader } from '@forewarn/analysis';
import { alignDown, type CallOptions, canonicalSeries } from '@forewarn/core';
import { minuteMs, type Objective, type SeriesEvidence } from '@forewarn/slo';
import type { MinuteHistory } from './minute-history.js';
import { newestForecasts, type StoredForecast } from './newest-forecasts.js';
import type { SeriesMinutes } from './series-minutes.js';

/** What is read from. */
export interface EvidenceSources {
  readonly history: MinuteHistory;
  readonly store: Pick<AnalysisReader, 'listForecasts'>;
  /** Series whose forecasts are read. */
  readonly mostSeries: number;
}

/** Samples and forecasts of every series of an objective over its window. */
export async function readEvidence(
  { history, store, mostSeries }: EvidenceSources,
  { indicator, windowMs }: Objective,
  nowMs: number,
  options: CallOptions,
): Promise<SeriesEvidence[]> {
  const startMs = alignDown(nowMs, minuteMs) - windowMs;
  const [minutes, forecasts] = await Promise.all([
    history.read(indicator, { startMs, endMs: nowMs }, options),
    newestForecasts(store, indicator, mostSeries, options),
  ]);
  return joined(minutes, forecasts, startMs);
}

/** A series that was analysed since `startMs` but has no sample is idle; one from before is forgotten. */
export function joined(
  minutes: readonly SeriesMinutes[],
  forecasts: ReadonlyMap<string, StoredForecast>,
  startMs: number,
): SeriesEvidence[] {
  const evidence = new Map<string, SeriesEvidence>();
  for (const { series, samples } of minutes) evidence.set(canonicalSeries(series), { series, samples });
  for (const [key, forecast] of forecasts) {
    const seen = evidence.get(key);
    const { partition, series } = forecast;
    if (seen) evidence.set(key, { ...seen, partition, forecast });
    else if (forecast.windowEndMs >= startMs)
      evidence.set(key, { series, partition, samples: noSamples, forecast });
  }
  return [...evidence.values()];
}

const noSamples = { timesMs: new Float64Array(0), values: new Float64Array(0) };
