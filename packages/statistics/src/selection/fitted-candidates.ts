import {
  type AutoregressionEstimate,
  type AutoregressionInput,
  autoregressionCandidate,
} from './autoregression-candidate.js';
import {
  type HoltWintersEntry,
  type HoltWintersEstimate,
  holtWintersCandidate,
} from './holt-winters-candidate.js';
import { recurringLag } from './recurring-lag.js';
import type { Candidate, RollingOrigins } from './rolling-origins.js';
import { type SpreadScale, spreadScale, toSpreadScale } from './spread-scale.js';

/** All that is estimated from the samples, as opposed to rolled over them; models that could not be estimated are absent. */
export interface ForecastEstimates {
  readonly scale: SpreadScale;
  /** The lag at which the series most resembles itself, 0 for none. */
  readonly period: number;
  readonly autoregressions: ReadonlyMap<string, AutoregressionEstimate>;
  readonly smoothing: ReadonlyMap<string, HoltWintersEstimate>;
}

/** Season of the reference configuration; it competes where two of it leave this many samples to test on. */
const REFERENCE_PERIOD = 550;
const REFERENCE_TESTED = 200;
/** Gradient evaluations a fit may take: a model that needs more to fit well has not come to stay. */
const MOST_EVALUATIONS = 8;
/** Older samples than these, or than two seasons, tell a seasonal model of short seasons nothing new. */
const SEASONAL_SAMPLES = 500;

/**
 * The candidates that have to be estimated first. For the backtest they learn from the samples before it only, but for three
 * numbers that come from all that are learnt from: the lag of the season, its share, and the scale of spread.
 *
 * @param origins     the backtest
 * @param learnt      samples to learn from, ≥ `origins.first`
 * @param remembered  what was estimated before from the same samples
 * @returns           the candidates, and what was estimated for them
 */
export function fittedCandidates(
  origins: RollingOrigins,
  learnt: number,
  remembered: ForecastEstimates | undefined,
): { candidates: Candidate[]; estimates: ForecastEstimates } {
  const scale = remembered?.scale ?? spreadScale(origins.x.subarray(0, learnt));
  const z = toSpreadScale(origins.x, scale);
  const period = remembered?.period ?? recurringLag(z.subarray(0, learnt));
  const candidates: Candidate[] = [];
  const autoregressions = new Map<string, AutoregressionEstimate>();
  for (const input of autoregressionInputs(origins.x, z, scale, period)) {
    const found = autoregressionCandidate(
      origins,
      input,
      learnt,
      remembered?.autoregressions.get(input.name),
    );
    if (found === undefined) continue;
    candidates.push(found.candidate);
    autoregressions.set(input.name, found.estimate);
  }
  const smoothing = new Map<string, HoltWintersEstimate>();
  for (const entry of holtWintersEntries(origins, period)) {
    const found = holtWintersCandidate(origins, entry, remembered?.smoothing.get(entry.name));
    if (found === undefined) continue;
    candidates.push(found.candidate);
    smoothing.set(entry.name, found.estimate);
  }
  return { candidates, estimates: { scale, period, autoregressions, smoothing } };
}

function autoregressionInputs(
  x: Float64Array,
  z: Float64Array,
  scale: SpreadScale,
  period: number,
): AutoregressionInput[] {
  const { centre } = scale;
  const centred = x.map((value) => value - centre);
  const inputs: AutoregressionInput[] = [
    { name: 'autoregression', z: centred, period: 0, origin: centre },
    { name: 'autoregression(spread scale)', z, period: 0, origin: scale },
  ];
  if (period > 0) inputs.push({ name: `seasonal-autoregression(${period})`, z, period, origin: scale });
  return inputs;
}

function holtWintersEntries({ x, first }: RollingOrigins, period: number): HoltWintersEntry[] {
  const entries: HoltWintersEntry[] = [];
  if (period > 0 && first >= 2 * period)
    entries.push({
      name: `holt-winters(none,additive,${period})`,
      options: {
        seasonal: 'additive',
        period,
        initialState: 'heuristic',
        maxEvaluations: MOST_EVALUATIONS,
      },
      from: Math.max(0, first - Math.max(SEASONAL_SAMPLES, 2 * period)),
      known: first,
    });
  const known = Math.max(first, 2 * REFERENCE_PERIOD);
  if (x.length >= known + REFERENCE_TESTED)
    entries.push({
      name: `holt-winters(multiplicative,additive,${REFERENCE_PERIOD})`,
      options: {
        trend: 'multiplicative',
        seasonal: 'additive',
        period: REFERENCE_PERIOD,
        maxEvaluations: MOST_EVALUATIONS,
      },
      from: 0,
      known,
    });
  return entries;
}
