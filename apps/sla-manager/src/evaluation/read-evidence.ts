import type { Unavailable } from '@forewarn/analysis';
import {
  alignDown,
  type CallOptions,
  canonicalSeries,
  type ErrorKind,
  ForewarnError,
  withDeadline,
  within,
} from '@forewarn/core';
import { minuteMs, type Objective, type SeriesEvidence, SloError, windowSpan } from '@forewarn/slo';
import type { TalliedHistory } from '../tallies/long-windows.js';
import type { StoredForecast } from './newest-forecasts.js';
import { objectiveProblem } from './objective-problem.js';
import type { SeriesMinutes } from './series-minutes.js';
import type { EvidenceReads } from './shared-reads.js';

/** What is read from. */
export interface EvidenceSources {
  readonly reads: EvidenceReads;
  /** How far back it must be known at least whether a series has samples. */
  readonly endedAfterMs: number;
  /** Of a long window: its samples are read behind what is tallied alone. */
  readonly tallied?: TalliedHistory | undefined;
}

/** Samples and forecasts of every series of an objective over its window. */
export async function readEvidence(
  { reads, endedAfterMs, tallied }: EvidenceSources,
  { indicator, window }: Objective,
  nowMs: number,
  options: CallOptions,
): Promise<SeriesEvidence[]> {
  const startMs = tallied?.samplesFromMs ?? windowSpan(window, alignDown(nowMs, minuteMs)).startMs;
  const readFromMs = Math.min(startMs, alignDown(nowMs - endedAfterMs, minuteMs) - minuteMs);
  const [minutes, forecasts] = await Promise.all([
    reads.minutes(indicator, { startMs: readFromMs, endMs: nowMs }, options),
    reads.forecasts(indicator, options),
  ]);
  return withTallies(joined(minutes, forecasts, startMs), tallied);
}

/** With the days that were tallied, also of series that have no sample any more. */
function withTallies(evidence: SeriesEvidence[], tallied: TalliedHistory | undefined): SeriesEvidence[] {
  if (!tallied) return evidence;
  const bySeries = new Map(tallied.bySeries);
  const going = evidence.map((item) => {
    const key = canonicalSeries(item.series);
    const talliedDays = bySeries.get(key)?.days;
    bySeries.delete(key);
    return talliedDays ? { ...item, talliedDays } : item;
  });
  const gone = Array.from(bySeries.values(), ({ series, days }) => ({
    series,
    samples: noSamples,
    talliedDays: days,
  }));
  return [...going, ...gone];
}

/** How long a forecast, which is stored, waits for the samples that it can do without: a fifth of what an answer may take. */
const briefMs = 2_000;

/**
 * Forecasts of every series of an objective, with its samples where the source has them in good time: what is stored is answered while the
 * source is away.
 */
export async function readForecastEvidence(
  { reads, tallied }: Pick<EvidenceSources, 'reads' | 'tallied'>,
  objective: Objective,
  nowMs: number,
  options: CallOptions,
): Promise<SeriesEvidence[]> {
  const startMs = tallied?.samplesFromMs ?? windowSpan(objective.window, alignDown(nowMs, minuteMs)).startMs;
  const { signal } = options;
  const timedOut = () => new SloError('evaluation-timeout', 'the samples did not come in time');
  const read = () =>
    withDeadline({ what, timeoutMs: briefMs, timedOut, signal }, (inTime) => {
      const minutes = reads.minutes(objective.indicator, { startMs, endMs: nowMs }, { signal: inTime });
      return within(minutes, { what, signal: inTime });
    });
  const [{ minutes }, forecasts] = await Promise.all([
    minutesIfAny(read, signal),
    reads.forecasts(objective.indicator, options),
  ]);
  return joined(minutes, forecasts, startMs);
}

/**
 * Samples, or why the source cannot tell them just now.
 *
 * @param read  that of an objective's minutes
 * @throws      {ForewarnError} what lies with the objective itself, and `cancelled`
 */
export async function minutesIfAny(
  read: () => Promise<readonly SeriesMinutes[]>,
  signal: AbortSignal | undefined,
): Promise<{ readonly minutes: readonly SeriesMinutes[]; readonly problem?: Unavailable }> {
  try {
    return { minutes: await read() };
  } catch (thrown) {
    const { kind } = ForewarnError.from(thrown);
    if (signal?.aborted || !outages.has(kind)) throw thrown;
    return { minutes: [], problem: objectiveProblem(thrown) };
  }
}

const what = 'reading samples';

const outages: ReadonlySet<string> = new Set<ErrorKind>(['unavailable', 'deadline-exceeded', 'corrupt-data']);

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
