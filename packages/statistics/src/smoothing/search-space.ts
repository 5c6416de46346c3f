import type { SmoothingGradient } from './backward.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';

/** Smoothing parameters as the search sees them: β and γ as shares of what the constraints leave them. */
export interface SmoothingShares {
  readonly level: number;
  readonly trend: number;
  readonly season: number;
  readonly damping: number;
}

/** Fading per step that can be told from no trend and from no fading; the bounds that statsmodels uses. */
const DAMPING_BOUNDS = [0.8, 0.995] as const;
const FACTOR_BOUNDS = [0.01, 100] as const;
/** Trends act over many samples, so that their natural step is smaller than that of levels. */
const TREND_STEP = 0.1;

/**
 * The box in which a Holt–Winters model is fitted: β ≤ α and γ ≤ 1 - α become plain bounds on shares, and states become
 * deviations from a reference state in units of the spread of the series.
 * Layout of a point: α, β/α, γ/(1-α), φ, then level, trend and seasons; what a model lacks is left out.
 */
export class SearchSpace {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  private readonly trendAt: number;
  private readonly seasonAt: number;
  private readonly dampingAt: number;
  private readonly stateAt: number;

  /**
   * @param model       the components
   * @param reference   the state at the origin of the state variables
   * @param spread      unit of levels and seasons
   * @param freeStates  whether the initial state is searched for, or stays at the reference
   */
  constructor(
    private readonly model: HoltWintersModel,
    private readonly reference: SmoothingState,
    private readonly spread: number,
    private readonly freeStates: boolean,
  ) {
    const hasTrend = model.trend !== 'none' ? 1 : 0;
    const hasSeason = model.seasonal !== 'none' ? 1 : 0;
    this.trendAt = 1;
    this.seasonAt = this.trendAt + hasTrend;
    this.dampingAt = this.seasonAt + hasSeason;
    this.stateAt = this.dampingAt + (model.damped ? 1 : 0);
    const size = this.stateAt + (freeStates ? 1 + hasTrend + hasSeason * model.period : 0);
    this.lower = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.upper = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.boundSmoothing();
    if (freeStates) this.boundFactors(hasTrend);
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
    point[0] = shares.level;
    if (this.model.trend !== 'none') point[this.trendAt] = shares.trend;
    if (this.model.seasonal !== 'none') point[this.seasonAt] = shares.season;
    if (this.model.damped) point[this.dampingAt] = shares.damping;
    return point;
  }

  /**
   * @param point  a point of the box
   * @returns      the smoothing parameters there
   */
  parameters(point: Float64Array): SmoothingParameters {
    const alpha = point[0]!;
    return {
      smoothingLevel: alpha,
      smoothingTrend: this.model.trend === 'none' ? 0 : alpha * point[this.trendAt]!,
      smoothingSeasonal: this.model.seasonal === 'none' ? 0 : (1 - alpha) * point[this.seasonAt]!,
      dampingTrend: this.model.damped ? point[this.dampingAt]! : 1,
    };
  }

  /**
   * @param point   a point of the box
   * @param season  `Float64Array[period]` that receives the seasons and becomes part of the result
   * @returns       the initial state there
   */
  state(point: Float64Array, season: Float64Array): SmoothingState {
    season.set(this.reference.season);
    if (!this.freeStates) return { ...this.reference, season };
    const hasTrend = this.model.trend !== 'none';
    const firstSeason = this.stateAt + (hasTrend ? 2 : 1);
    for (let i = 0; i < season.length; i++) season[i]! += this.spread * point[firstSeason + i]!;
    return {
      level: this.reference.level + this.spread * point[this.stateAt]!,
      trend: this.reference.trend + (hasTrend ? this.spread * TREND_STEP * point[this.stateAt + 1]! : 0),
      season,
    };
  }

  /**
   * Turns derivatives by parameters and states into derivatives by the variables of the search.
   *
   * @param point     where they were taken
   * @param by        derivatives by parameters, level and trend
   * @param bySeason  `Float64Array[≥ period]`: derivatives by the initial seasons
   * @param factor    what to multiply all with
   * @param target    receives the derivatives
   */
  pullBack(
    point: Float64Array,
    by: SmoothingGradient,
    bySeason: Float64Array,
    factor: number,
    target: Float64Array,
  ): void {
    const alpha = point[0]!;
    target[0] = factor * by.smoothingLevel;
    if (this.model.trend !== 'none') {
      target[0]! += factor * by.smoothingTrend * point[this.trendAt]!;
      target[this.trendAt] = factor * by.smoothingTrend * alpha;
    }
    if (this.model.seasonal !== 'none') {
      target[0]! -= factor * by.smoothingSeasonal * point[this.seasonAt]!;
      target[this.seasonAt] = factor * by.smoothingSeasonal * (1 - alpha);
    }
    if (this.model.damped) target[this.dampingAt] = factor * by.dampingTrend;
    if (!this.freeStates) return;
    const unit = factor * this.spread;
    let at = this.stateAt;
    target[at++] = unit * by.level;
    if (this.model.trend !== 'none') target[at++] = unit * TREND_STEP * by.trend;
    for (let i = 0; i < this.model.period; i++) target[at + i] = unit * bySeason[i]!;
  }

  private boundSmoothing(): void {
    this.lower.fill(0, 0, this.dampingAt);
    this.upper.fill(1, 0, this.dampingAt);
    if (!this.model.damped) return;
    [this.lower[this.dampingAt], this.upper[this.dampingAt]] = DAMPING_BOUNDS;
  }

  /** Factors must stay positive; deviations are bounded such that they do. */
  private boundFactors(hasTrend: number): void {
    const { model, reference, spread, lower, upper } = this;
    if (model.trend === 'multiplicative') {
      lower[this.stateAt + 1] = (FACTOR_BOUNDS[0] - reference.trend) / (spread * TREND_STEP);
      upper[this.stateAt + 1] = (FACTOR_BOUNDS[1] - reference.trend) / (spread * TREND_STEP);
    }
    if (model.seasonal !== 'multiplicative') return;
    const firstSeason = this.stateAt + 1 + hasTrend;
    reference.season.forEach((factor, i) => {
      lower[firstSeason + i] = (FACTOR_BOUNDS[0] - factor) / spread;
      upper[firstSeason + i] = (FACTOR_BOUNDS[1] - factor) / spread;
    });
  }
}
