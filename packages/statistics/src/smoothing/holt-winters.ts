import { requireInteger } from '../outcome/require-integer.js';
import { StatisticsError } from '../outcome/statistics-error.js';
import { isUnavailable, type Unavailable, unavailable } from '../outcome/unavailable.js';
import { allFinite } from '../series/all-finite.js';
import { checkPositive } from '../series/check-positive.js';
import { checkSeries } from '../series/check-series.js';
import { copySeries } from '../series/copy-series.js';
import type { Series } from '../series/series.js';
import { estimateSmoothing } from './estimate.js';
import { heuristicState } from './heuristic-state.js';
import type { HoltWintersFit } from './holt-winters-fit.js';
import { informationCriteria } from './information-criteria.js';
import type { ComponentKind, HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import { previousState, type WarmStart } from './previous-state.js';
import { smoothingRecursion } from './smoothing-recursion.js';

/** What to fit, and how much of it is given. */
export interface HoltWintersOptions {
  /** Default none. */
  readonly trend?: ComponentKind;
  /** Default none. */
  readonly seasonal?: ComponentKind;
  /** Samples of one season, ≥ 2; needed with a season, ignored without. */
  readonly period?: number;
  /** Whether the trend fades; default false, ignored without a trend. */
  readonly damped?: boolean;
  /** Use these parameters and estimate nothing. */
  readonly parameters?: SmoothingParameters;
  /** With `parameters`: the state before the first sample; the heuristic one when absent. */
  readonly initial?: SmoothingState;
  /** Without `parameters`: estimate the initial state together with them (default), or keep the heuristic one. */
  readonly initialState?: 'estimated' | 'heuristic';
  /** Most gradient evaluations, a bound that fits seldom reach; default 2000, and 40 when more than 100 values are free. */
  readonly maxEvaluations?: number;
  /** Start from a fit of the same model to an earlier window; used only where it beats the usual starts. */
  readonly warmStart?: WarmStart;
}

/**
 * Holt–Winters exponential smoothing: simple, Holt's, damped and seasonal, components added or multiplied.
 * The recursion is that of statsmodels' `ExponentialSmoothing`. The fit minimises the sum of squared one-step errors, over
 * parameters and initial state together, by a quasi-Newton search with exact derivatives on scaled data, so that it does not
 * depend on the unit. It is done when three steps in a row each lower that sum by less than one part in 1e9. With more than 100
 * free values it minimises Σe² + 0.01·Σ(initial season - classical season)² and is done after two such steps of less than one part in 1e3: seasons of hundreds of
 * samples that nothing holds follow the noise.
 *
 * @param x        `number[n]`, finite, n ≥ 2 and ≥ 2·period, above 0 for multiplicative components; not mutated
 * @param options  components, and given parameters if any
 * @returns        the fit, or why there is none
 * @throws         {StatisticsError} `invalid-period`, `invalid-parameters`, `invalid-window`
 * @source         Holt (1957); Winters (1960), doi:10.1287/mnsc.6.3.324; Gardner & McKenzie (1985), doi:10.1287/mnsc.31.10.1237
 */
export function holtWinters(x: Series, options: HoltWintersOptions = {}): HoltWintersFit | Unavailable {
  const model = describeModel(options);
  if (options.maxEvaluations !== undefined) {
    requireInteger(options.maxEvaluations, 1, 'invalid-window', 'maxEvaluations');
  }
  if (options.warmStart !== undefined) requireInteger(options.warmStart.shift, 0, 'invalid-window', 'shift');
  if (options.parameters !== undefined) checkGiven(model, options.parameters, options.initial);
  const problem = checkFittable(x, model);
  if (problem !== undefined) return problem;
  if (options.parameters === undefined) {
    const estimate = estimateSmoothing(x, model, {
      freeStates: options.initialState !== 'heuristic',
      maxEvaluations: options.maxEvaluations,
      warm: options.warmStart && previousState(options.warmStart, model),
    });
    return isUnavailable(estimate) ? estimate : assemble(x, model, estimate);
  }
  const initial = options.initial ?? heuristicState(model, copySeries(x));
  return assemble(x, model, {
    parameters: options.parameters,
    initial,
    freeCount: 0,
    evaluations: 0,
    converged: true,
  });
}

function describeModel(options: HoltWintersOptions): HoltWintersModel {
  const { trend = 'none', seasonal = 'none', period = 0, damped = false } = options;
  if (seasonal !== 'none') requireInteger(period, 2, 'invalid-period', 'period');
  return { trend, seasonal, period: seasonal === 'none' ? 0 : period, damped: damped && trend !== 'none' };
}

function checkGiven(
  model: HoltWintersModel,
  parameters: SmoothingParameters,
  initial: SmoothingState | undefined,
): void {
  const values = Object.values(parameters);
  if (!values.every((value) => value >= 0 && value <= 1)) {
    throw new StatisticsError(
      'invalid-parameters',
      `smoothing parameters must be within [0, 1], got ${values}`,
    );
  }
  if (initial !== undefined && initial.season.length !== model.period) {
    const got = initial.season.length;
    throw new StatisticsError('invalid-parameters', `needs ${model.period} initial seasons, got ${got}`);
  }
}

function checkFittable(x: Series, model: HoltWintersModel): Unavailable | undefined {
  const { period, trend, seasonal } = model;
  if (x.length < 2 * period) {
    return unavailable(
      'too-few-seasons',
      `needs at least ${2 * period} samples (two seasons of ${period}), has ${x.length}`,
    );
  }
  const problem = checkSeries(x, trend === 'none' ? 2 : 3);
  if (problem !== undefined) return problem;
  if (trend === 'multiplicative') return checkPositive(x, 'a multiplicative trend');
  return seasonal === 'multiplicative' ? checkPositive(x, 'a multiplicative season') : undefined;
}

type Settled = Pick<HoltWintersFit, 'parameters' | 'initial' | 'freeCount' | 'evaluations' | 'converged'>;

/** Runs the recursion once more in the unit of the series, and derives everything from that pass. */
function assemble(x: Series, model: HoltWintersModel, settled: Settled): HoltWintersFit | Unavailable {
  const { parameters, initial, freeCount, evaluations, converged } = settled;
  const y = copySeries(x);
  const n = y.length;
  const recursion = smoothingRecursion(model, y);
  const sse = recursion.run(parameters, initial);
  const { fitted, final } = recursion.outcome();
  if (!Number.isFinite(sse) || !allFinite([final.level, final.trend]) || !allFinite(final.season)) {
    return unavailable('not-finite', 'the recursion leaves the range in which the model is defined');
  }
  const residual = y.slice();
  for (let t = 0; t < n; t++) residual[t]! -= fitted[t]!;
  return {
    model,
    parameters,
    initial,
    final,
    fitted,
    residual,
    sse,
    errorVariance: sse / Math.max(1, n - freeCount),
    ...informationCriteria(model, y, sse),
    freeCount,
    evaluations,
    converged,
  };
}
