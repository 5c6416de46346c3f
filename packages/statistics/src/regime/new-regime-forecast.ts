import { checkForecastOptions } from '../forecasting/check-forecast-options.js';
import type { Forecast, ForecastOptions } from '../forecasting/forecast.js';
import { allFinite } from '../series/all-finite.js';
import { checkSeries } from '../series/check-series.js';
import { copySeries } from '../series/copy-series.js';
import type { Series } from '../series/series.js';
import { explanationsOf } from './explanations.js';
import { hasChanged } from './has-changed.js';
import { longestRegime, type NewestPart, newestPart } from './newest-part.js';
import type { RegimeShape } from './regime-fit.js';
import { type MixtureMember, mixtureQuantile } from './student-mixture.js';
import { type WeighedExplanation, weighExplanations } from './weigh-explanations.js';

/** Horizon and coverage; and what the samples are. */
export interface NewRegimeOptions extends ForecastOptions {
  /** Whether samples are means over times that a change can fall into; default false. */
  readonly averaged?: boolean;
}

/** A forecast from the samples since a change. */
export interface NewRegimeForecast extends Forecast {
  /** Samples since the change, by the likeliest account. */
  readonly age: number;
  /** How likely each account is of what goes on since, likeliest first; the shares add up to 1. */
  readonly shapes: readonly { readonly shape: RegimeShape; readonly share: number }[];
}

// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** Samples without which there is no telling what was usual. */
const FEWEST_SAMPLES = 40;
/**
 * A ramp's slope is hardly known while it is young: an interval that holds its level would be several times as wide as what comes. Some of
 * the level is given up for a width that is of use, at an age of three more than twice what may lie beyond, at ten an eighth more.
 */
const YOUNG_RAMP = 12;
const LEAST_LEVEL = 0.5;
/** Of very few samples the tails are taken thinner than they are, by so many degrees of freedom shared out over their number. */
const EXTRA_FREEDOM = 12;
/** Quantiles are taken at every third step ahead, and between them on a line: they take most of the time. */
const KNOT_DISTANCE = 3;

/**
 * Forecasts a series in which something new has begun, from the few samples since: noise, counts or bursts where nothing moved, a step, a ramp,
 * wider noise. It answers only where the newest samples, of at most an hour of minutes, are unlike any before and what lay before was calm
 * (a level with independent noise, or nothing that moved). All accounts of them (when, what shape, how much noise) are weighed by their
 * evidence, and the forecast is the mixture of their Student laws. What never was negative does not become so, nor positive.
 *
 * @param x        `number[n]`, not mutated
 * @param options  horizon, coverage, what the samples are
 * @returns        median and interval; `undefined` where nothing new has begun, or nothing can be told (n < 40, missing or infinite samples)
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`
 * @source         Bayesian model averaging: Hoeting et al. (1999), doi:10.1214/ss/1009212519
 */
export function newRegimeForecast(x: Series, options: NewRegimeOptions): NewRegimeForecast | undefined {
  const { horizon, level } = checkForecastOptions(options);
  if (checkSeries(x, FEWEST_SAMPLES) !== undefined) return undefined;
  const samples = copySeries(x);
  if (!hasChanged(samples, longestRegime(samples.length))) return undefined;
  const part = newestPart(samples, options.averaged ?? false);
  const weighed = part && weighExplanations(part, explanationsOf(part));
  if (part === undefined || weighed === undefined) return undefined;
  const { age, explanations } = weighed;
  const shapes = sharesOf(explanations);
  const ramp = shapes.find(({ shape }) => shape === 'ramp')?.share ?? 0;
  const beyond = Math.min(1 - LEAST_LEVEL, (1 - level) * (1 + (YOUNG_RAMP * ramp) / (age * age)));
  const forecast = quantilesOf(part, explanations, horizon, Math.max(beyond, 1 - level));
  const clipped = withinSign(samples, forecast);
  const isSound = [clipped.mean, clipped.lower, clipped.upper].every(allFinite);
  return isSound ? { ...clipped, age, shapes } : undefined;
}

function sharesOf(explanations: readonly WeighedExplanation[]): { shape: RegimeShape; share: number }[] {
  const shares = new Map<RegimeShape, number>();
  for (const { shape, weight } of explanations) shares.set(shape, (shares.get(shape) ?? 0) + weight);
  return [...shares].map(([shape, share]) => ({ shape, share })).sort((a, b) => b.share - a.share);
}

function quantilesOf(
  { base, unit }: NewestPart,
  explanations: readonly WeighedExplanation[],
  horizon: number,
  beyond: number,
): Forecast {
  const columns = {
    mean: new Float64Array(horizon),
    lower: new Float64Array(horizon),
    upper: new Float64Array(horizon),
  };
  const shares = { lower: beyond / 2, mean: 0.5, upper: 1 - beyond / 2 } as const;
  let known = 0;
  for (let h = 1; h <= horizon; h = h < horizon ? Math.min(h + KNOT_DISTANCE, horizon) : h + 1) {
    const members = explanations.map((each) => memberAt(each, h));
    for (const name of ['lower', 'mean', 'upper'] as const) {
      columns[name][h - 1] = base + unit * mixtureQuantile(members, shares[name]);
      fillLine(columns[name], known, h);
    }
    known = h;
  }
  return columns;
}

function memberAt({ weight, freedom, noise, fit }: WeighedExplanation, h: number): MixtureMember {
  return {
    weight,
    freedom: freedom + EXTRA_FREEDOM / fit.length,
    location: fit.expected(h),
    scale: noise * Math.sqrt(fit.variance(h)),
  };
}

/** The steps between two that are known. */
function fillLine(column: Float64Array, from: number, to: number): void {
  if (from === 0) return;
  const [first, last] = [column[from - 1]!, column[to - 1]!];
  for (let h = from + 1; h < to; h++) column[h - 1] = first + ((last - first) * (h - from)) / (to - from);
}

/** Few samples cannot tell that a size cannot be negative; all the samples of the window together can. */
function withinSign(x: Float64Array, { mean, lower, upper }: Forecast): Forecast {
  const least = x.every((value) => value >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  const most = x.every((value) => value <= 0) ? 0 : Number.POSITIVE_INFINITY;
  const clip = (value: number) => Math.min(most, Math.max(least, value));
  return { mean: mean.map(clip), lower: lower.map(clip), upper: upper.map(clip) };
}
