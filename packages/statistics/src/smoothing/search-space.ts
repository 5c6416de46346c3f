import type { SmoothingGradient } from './backward.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import type { SeasonMap } from './season-map.js';

/** Smoothing parameters as the search sees them: β and γ as shares of what the constraints leave them. */
export interface SmoothingShares {
  readonly level: number;
  readonly trend: number;
  readonly season: number;
  readonly damping: number;
}

/** What a variable of 1 stands for. */
export interface SearchUnits {
  /** Of α, β/α, γ/(1-α) and φ. */
  readonly smoothing: number;
  /** Of the initial level, on the scaled series. */
  readonly level: number;
  /** Of the initial trend. */
  readonly trend: number;
  /** Of the initial seasons. */
  readonly seasons: SeasonMap;
  /**
   * Whether level and trend give way to the season, as if the two samples before the series were known: a season that is moved
   * as a whole or tilted then leaves the errors alone, those of the first two samples included.
   */
  readonly givesWay: boolean;
}

/** Fading per step that can be told from no trend and from no fading; the bounds that statsmodels uses. */
const DAMPING_BOUNDS = [0.8, 0.995] as const;
/** Between these a multiplicative trend or season may start. */
const FACTOR_BOUNDS = [0.01, 100] as const;

/**
 * The box in which a Holt–Winters model is fitted: β ≤ α and γ ≤ 1 - α become plain bounds on shares, and states become
 * deviations from a reference state.
 * Layout of a point: α, β/α, γ/(1-α), φ, then level, trend and seasons; what a model lacks is left out.
 */
export class SearchSpace {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  private readonly trendAt: number;
  private readonly seasonAt: number;
  private readonly dampingAt: number;
  private readonly stateAt: number;
  private readonly firstSeason: number;

  /**
   * @param model       the components
   * @param reference   the state at the origin of the state variables
   * @param units       what the variables stand for
   * @param freeStates  whether the initial state is searched for, or stays at the reference
   */
  constructor(
    private readonly model: HoltWintersModel,
    private readonly reference: SmoothingState,
    private readonly units: SearchUnits,
    private readonly freeStates: boolean,
  ) {
    const hasTrend = model.trend !== 'none' ? 1 : 0;
    const hasSeason = model.seasonal !== 'none' ? 1 : 0;
    this.trendAt = 1;
    this.seasonAt = this.trendAt + hasTrend;
    this.dampingAt = this.seasonAt + hasSeason;
    this.stateAt = this.dampingAt + (model.damped ? 1 : 0);
    this.firstSeason = this.stateAt + 1 + hasTrend;
    const size = freeStates ? this.firstSeason + hasSeason * model.period : this.stateAt;
    this.lower = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.upper = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.boundSmoothing();
    if (freeStates && model.trend === 'multiplicative') this.boundTrend();
  }

  /** Number of variables. */
  get size(): number {
    return this.lower.length;
  }

  /**
   * The point of given shares at the reference state.
   *
   * @param shares  smoothing parameters
   * @returns       a point inside the box
   */
  startAt(shares: SmoothingShares): Float64Array {
    const point = new Float64Array(this.size);
    const unit = this.units.smoothing;
    point[0] = shares.level / unit;
    if (this.model.trend !== 'none') point[this.trendAt] = shares.trend / unit;
    if (this.model.seasonal !== 'none') point[this.seasonAt] = shares.season / unit;
    if (this.model.damped) point[this.dampingAt] = shares.damping / unit;
    return point;
  }

  /**
   * @param point  a point of the box
   * @returns      the smoothing parameters there
   */
  parameters(point: Float64Array): SmoothingParameters {
    const { model, units } = this;
    return parametersOf(model, {
      level: units.smoothing * point[0]!,
      trend: units.smoothing * point[this.trendAt]!,
      season: units.smoothing * point[this.seasonAt]!,
      damping: units.smoothing * point[this.dampingAt]!,
    });
  }

  /**
   * @param point   a point of the box
   * @param season  `Float64Array[period]` that receives the seasons and becomes part of the result
   * @returns       the initial state there
   */
  state(point: Float64Array, season: Float64Array): SmoothingState {
    const { reference, units } = this;
    if (!this.freeStates) {
      season.set(reference.season);
      return { ...reference, season };
    }
    if (season.length > 0) units.seasons.apply(point.subarray(this.firstSeason), season);
    const hasTrend = this.model.trend !== 'none';
    const last = units.givesWay ? season[season.length - 1]! : 0;
    const tilt = units.givesWay ? last - season[season.length - 2]! : 0;
    for (let i = 0; i < season.length; i++) season[i]! += reference.season[i]!;
    return {
      level: reference.level + units.level * point[this.stateAt]! - last,
      trend: reference.trend + (hasTrend ? units.trend * point[this.stateAt + 1]! - tilt : 0),
      season,
    };
  }

  /**
   * Turns derivatives by parameters and states into derivatives by the variables of the search.
   *
   * @param point     where they were taken
   * @param by        derivatives by parameters, level and trend
   * @param bySeason  `Float64Array[≥ period]`: derivatives by the initial seasons; may be overwritten
   * @param target    receives the derivatives
   */
  pullBack(point: Float64Array, by: SmoothingGradient, bySeason: Float64Array, target: Float64Array): void {
    const { model, units } = this;
    const unit = units.smoothing;
    const alpha = unit * point[0]!;
    target[0] = unit * by.smoothingLevel;
    if (model.trend !== 'none') {
      target[0]! += unit * by.smoothingTrend * unit * point[this.trendAt]!;
      target[this.trendAt] = unit * by.smoothingTrend * alpha;
    }
    if (model.seasonal !== 'none') {
      target[0]! -= unit * by.smoothingSeasonal * unit * point[this.seasonAt]!;
      target[this.seasonAt] = unit * by.smoothingSeasonal * (1 - alpha);
    }
    if (model.damped) target[this.dampingAt] = unit * by.dampingTrend;
    if (!this.freeStates) return;
    target[this.stateAt] = units.level * by.level;
    if (model.trend !== 'none') target[this.stateAt + 1] = units.trend * by.trend;
    if (units.givesWay) {
      const byTilt = model.trend === 'none' ? 0 : by.trend;
      bySeason[model.period - 1]! -= by.level + byTilt;
      bySeason[model.period - 2]! += byTilt;
    }
    if (model.seasonal !== 'none') units.seasons.transpose(bySeason, target.subarray(this.firstSeason));
  }

  /**
   * Keeps the seasonal factors positive where each variable is one of them.
   *
   * @param unit  what a season's variable of 1 stands for
   */
  boundSeasons(unit: number): void {
    this.reference.season.forEach((factor, i) => {
      this.lower[this.firstSeason + i] = (FACTOR_BOUNDS[0] - factor) / unit;
      this.upper[this.firstSeason + i] = (FACTOR_BOUNDS[1] - factor) / unit;
    });
  }

  private boundSmoothing(): void {
    const unit = this.units.smoothing;
    this.lower.fill(0, 0, this.dampingAt);
    this.upper.fill(1 / unit, 0, this.dampingAt);
    if (!this.model.damped) return;
    this.lower[this.dampingAt] = DAMPING_BOUNDS[0] / unit;
    this.upper[this.dampingAt] = DAMPING_BOUNDS[1] / unit;
  }

  private boundTrend(): void {
    const { reference, units, stateAt } = this;
    this.lower[stateAt + 1] = (FACTOR_BOUNDS[0] - reference.trend) / units.trend;
    this.upper[stateAt + 1] = (FACTOR_BOUNDS[1] - reference.trend) / units.trend;
  }
}

/**
 * The smoothing parameters of given shares.
 *
 * @param model   the components
 * @param shares  each within [0, 1]; what the model lacks is ignored
 * @returns       α, β ≤ α, γ ≤ 1 - α, φ
 */
export function parametersOf(model: HoltWintersModel, shares: SmoothingShares): SmoothingParameters {
  return {
    smoothingLevel: shares.level,
    smoothingTrend: model.trend === 'none' ? 0 : shares.level * shares.trend,
    smoothingSeasonal: model.seasonal === 'none' ? 0 : (1 - shares.level) * shares.season,
    dampingTrend: model.damped ? shares.damping : 1,
  };
}

/**
 * The inverse of `parametersOf`.
 *
 * @param parameters  smoothing parameters of a model
 * @returns           shares within [0, 1]; 0 where α leaves nothing to share
 */
export function sharesOf(parameters: SmoothingParameters): SmoothingShares {
  const { smoothingLevel: alpha, smoothingTrend, smoothingSeasonal, dampingTrend } = parameters;
  return {
    level: alpha,
    trend: alpha > 0 ? Math.min(1, smoothingTrend / alpha) : 0,
    season: alpha < 1 ? Math.min(1, smoothingSeasonal / (1 - alpha)) : 0,
    damping: Math.min(Math.max(dampingTrend, DAMPING_BOUNDS[0]), DAMPING_BOUNDS[1]),
  };
}
