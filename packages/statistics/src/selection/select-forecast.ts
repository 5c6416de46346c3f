import { checkForecastOptions } from '../forecasting/check-forecast-options.js';
import type { Forecast, ForecastOptions } from '../forecasting/forecast.js';
import { requireInteger } from '../outcome/require-integer.js';
import { StatisticsError } from '../outcome/statistics-error.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { allFinite } from '../series/all-finite.js';
import { checkSeries } from '../series/check-series.js';
import { copySeries } from '../series/copy-series.js';
import { isConstant } from '../series/is-constant.js';
import { meanStep } from '../series/mean-step.js';
import type { Series } from '../series/series.js';
import { type BacktestFigures, intervalFigures } from './backtest-figures.js';
import { backtestLoss, CHOICE_HALF_LIFE, halvingWeights } from './backtest-loss.js';
import {
  type CombinedCandidate,
  combineCandidates,
  type RankedCandidate,
  weighCandidates,
} from './combine-candidates.js';
import { boundsAt, conformalBounds, type PastErrors } from './conformal-intervals.js';
import { fittedCandidates } from './fitted-candidates.js';
import { type ForecastMemory, recall } from './forecast-memory.js';
import { LAST_VALUE } from './level-candidates.js';
import { localScales } from './local-scale.js';
import { rolledCandidates } from './rolled-candidates.js';
import type { Candidate, RollingOrigins } from './rolling-origins.js';

/** Horizon and coverage; how often, and since when, the models are estimated; and what earlier rounds estimated. */
export interface SelectionOptions extends ForecastOptions {
  /** Estimate the models anew every so many samples, ≥ 1; default 1. Costs that many of the oldest samples. */
  readonly refitEvery?: number;
  /** Samples since they were due to be estimated, within [0, refitEvery); default 0. */
  readonly sinceRefit?: number;
  /** Saves the estimates between rounds; results are the same with and without it. */
  readonly memory?: ForecastMemory;
}

/** One way to forecast, with its figure in the backtest. */
export interface CandidateFigure {
  /** Name and settings, such as `rolling-median(15)`. */
  readonly name: string;
  /** Recency-weighted mean absolute error of the backtest, in units of the mean absolute step of the series. */
  readonly scaledError: number;
  /** Share in the forecast, 0 for those that were not chosen. */
  readonly weight: number;
}

/** A forecast with what it was chosen by. */
export interface SelectedForecast extends Forecast {
  /** All that competed, least error first. */
  readonly candidates: readonly CandidateFigure[];
  readonly backtest: BacktestFigures;
}

/** The fewest samples for a backtest worth the name. */
const FEWEST_SAMPLES = 80;
const MOST_ORIGINS = 340;
/** Share of the samples that models may learn from before the backtest begins. */
const LEARNING_SHARE = 0.4;
/** Below this many rounds of estimates no samples are spared for them. */
const ROUNDS = 10;

/**
 * Forecasts a series by what has forecast it best so far. Some twenty candidates (last value, smoothed levels, rolling medians, lines, damped
 * trend, seasonal naive, robust autoregressions with and without season, Holt–Winters) are rolled over up to 340 origins of the series' own past,
 * each with what was known then. The five with the least recency-weighted absolute error are averaged, and the errors that this average would
 * have made are the prediction interval: weighted split conformal, so that coverage does not rest on a model being right.
 *
 * @param x        `number[n]`, n ≥ 80, finite, not constant, not mutated
 * @param options  horizon, coverage, when to estimate
 * @returns        `Float64Array[horizon]` each with lower ≤ mean ≤ upper, and the figures of the choice; or why there is none
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`, `invalid-window`
 * @source         Tashman (2000), doi:10.1016/S0169-2070(00)00065-0, for rolling origins; Bates & Granger (1969); Barber et al. (2023)
 */
export function selectForecast(x: Series, options: SelectionOptions): SelectedForecast | Unavailable {
  const { horizon, level } = checkForecastOptions(options);
  const { refitEvery, sinceRefit } = refitSchedule(options);
  const problem = checkSeries(x, Math.max(FEWEST_SAMPLES, 4 * horizon));
  if (problem !== undefined) return problem;
  const whole = copySeries(x);
  const spared = whole.length >= ROUNDS * refitEvery ? refitEvery - 1 - sinceRefit : 0;
  const samples = whole.subarray(spared);
  const learnt = samples.subarray(0, Math.max(FEWEST_SAMPLES, samples.length - sinceRefit));
  if (isConstant(learnt))
    return unavailable('constant-series', `all ${learnt.length} samples are ${learnt[0]}`);
  const first = Math.max(learnt.length - MOST_ORIGINS, Math.floor(LEARNING_SHARE * learnt.length));
  const origins: RollingOrigins = { x: samples, first, horizon };
  return choose(origins, compete(origins, learnt, options.memory), level);
}

function compete(
  origins: RollingOrigins,
  learnt: Float64Array,
  memory: ForecastMemory | undefined,
): Candidate[] {
  const { first: known, horizon } = origins;
  const remembered = recall(memory, { learnt, known, horizon });
  const { candidates, estimates } = fittedCandidates(origins, learnt.length, remembered);
  if (memory !== undefined && remembered === undefined)
    memory.remembered = { learnt: learnt.slice(), known, horizon, estimates };
  return [...rolledCandidates(origins, estimates.period), ...candidates];
}

function refitSchedule({ refitEvery = 1, sinceRefit = 0 }: SelectionOptions): {
  refitEvery: number;
  sinceRefit: number;
} {
  requireInteger(refitEvery, 1, 'invalid-window', 'refitEvery');
  requireInteger(sinceRefit, 0, 'invalid-window', 'sinceRefit');
  if (sinceRefit < refitEvery) return { refitEvery, sinceRefit };
  throw new StatisticsError(
    'invalid-window',
    `sinceRefit must be below refitEvery = ${refitEvery}, got ${sinceRefit}`,
  );
}

/** Candidates in order of their error; those that left the range of numbers on the way, or have too little past to judge their interval by, are out. */
function rankCandidates(
  origins: RollingOrigins,
  candidates: readonly Candidate[],
  weights: Float64Array,
): RankedCandidate[] {
  return candidates
    .filter(({ first }) => first + 2 * origins.horizon <= origins.x.length)
    .map((candidate) => ({ candidate, loss: backtestLoss(origins, candidate, weights) }))
    .filter(
      ({ candidate, loss }) =>
        Number.isFinite(loss) && allFinite(candidate.forecasts.subarray(-origins.horizon)),
    )
    .sort((a, b) => a.loss - b.loss);
}

function choose(
  origins: RollingOrigins,
  candidates: readonly Candidate[],
  level: number,
): SelectedForecast | Unavailable {
  const { x, horizon } = origins;
  const step = meanStep(x);
  if (step === 0)
    return unavailable('constant-series', `the ${x.length} samples move by less than numbers can tell`);
  const weights = halvingWeights(x.length - origins.first, CHOICE_HALF_LIFE);
  const ranked = rankCandidates(origins, candidates, weights);
  const combined = weighCandidates(ranked);
  const chosen = combineCandidates(origins, combined);
  const past = pastErrors(origins, chosen);
  const bounds = conformalBounds(past, x.length, level);
  const mean = chosen.forecasts.slice(-horizon);
  const scale = past.scales.at(-1)!;
  const lower = mean.map((value, h) => value + boundsAt(bounds, scale, h).lower);
  const upper = mean.map((value, h) => value + boundsAt(bounds, scale, h).upper);
  const backtest = {
    meanAbsoluteScaledError: backtestLoss(origins, chosen, weights) / step,
    // Where the samples are in range so are the errors of the last value, and it always competes.
    lastValueError: ranked.find(({ candidate }) => candidate.name === LAST_VALUE)!.loss / step,
    ...intervalFigures(past, { known: x.length, step, level }),
  };
  if (![mean, lower, upper, Object.values(backtest)].every(allFinite))
    return unavailable('not-finite', 'the forecast or its backtest overflows');
  return {
    mean,
    lower,
    upper,
    candidates: ranked.map(({ candidate, loss }) => ({
      name: candidate.name,
      scaledError: loss / step,
      weight: combined.find((member: CombinedCandidate) => member.candidate === candidate)?.weight ?? 0,
    })),
    backtest,
  };
}

function pastErrors(
  { x, first: firstRow, horizon }: RollingOrigins,
  { first, forecasts }: ReturnType<typeof combineCandidates>,
): PastErrors {
  const errors = new Float64Array((x.length - first + 1) * horizon);
  for (let origin = first; origin < x.length; origin++) {
    const row = (origin - first) * horizon;
    const from = (origin - firstRow) * horizon;
    const steps = Math.min(horizon, x.length - origin);
    for (let h = 0; h < steps; h++) errors[row + h] = x[origin + h]! - forecasts[from + h]!;
  }
  return { first, horizon, errors, scales: localScales(x, first) };
}
