import { AnalysisError } from './analysis-error.js';

/** The settings of an analysis: what is computed, over which window. */
export interface AnalysisProfile {
  readonly name: string;
  /** Length of the window, a multiple of `stepMs`: `windowMs / stepMs` grid points. */
  readonly windowMs: number;
  /** Distance of the grid points. */
  readonly stepMs: number;
  /** Longest run of missing time that is filled by interpolation; a longer one is a gap. */
  readonly longestFilledGapMs: number;
  readonly dickeyFuller: {
    readonly maxLag: number;
    readonly regression: 'n' | 'c' | 'ct' | 'ctt';
    readonly autolag: 'AIC' | 'BIC' | 't-stat' | null;
  };
  /** Smoothing of the Hodrick–Prescott trend. */
  readonly hodrickPrescottLambda: number;
  readonly decomposition: {
    readonly model: 'additive' | 'multiplicative';
    /** Length of the season in samples. */
    readonly period: number;
  };
  /** Widths of the aggregates' bins. */
  readonly aggregateBinsMs: readonly number[];
  readonly forecast: ForecastProfile;
}

/** How a series is forecast: by one configured model, or by the one that did best on the series' own past. */
export type ForecastProfile = HoltWintersForecastProfile | SelectedForecastProfile;

interface ForecastExtent {
  /** Bin to which finer samples are averaged; a coarser step is forecast as it is. */
  readonly stepMs: number;
  /** Points ahead. */
  readonly horizon: number;
  /** Probability that the prediction interval holds, 0 to 1. */
  readonly level: number;
}

/** One Holt–Winters model on the Hodrick–Prescott trend. */
export interface HoltWintersForecastProfile extends ForecastExtent {
  readonly method: 'holt-winters';
  /** Length of the season; the period is the nearest whole number of forecast steps. */
  readonly seasonMs: number;
  readonly trend: 'additive' | 'multiplicative';
  readonly seasonal: 'additive' | 'multiplicative';
}

/** The model that a backtest on the values themselves selects. */
export interface SelectedForecastProfile extends ForecastExtent {
  readonly method: 'selected';
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * The reference configuration: 24 hours of one-minute samples, the stages' classical settings, and
 * Holt–Winters with multiplicative trend and an additive season of 550 minutes on the Hodrick–Prescott trend.
 */
export const referenceProfile: AnalysisProfile = {
  name: 'reference',
  windowMs: 24 * hourMs,
  stepMs: minuteMs,
  longestFilledGapMs: 5 * minuteMs,
  dickeyFuller: { maxLag: 3, regression: 'c', autolag: 'AIC' },
  hodrickPrescottLambda: 1600,
  decomposition: { model: 'additive', period: 60 },
  aggregateBinsMs: [hourMs, 3 * hourMs, 12 * hourMs],
  forecast: {
    method: 'holt-winters',
    stepMs: minuteMs,
    seasonMs: 550 * minuteMs,
    trend: 'multiplicative',
    seasonal: 'additive',
    horizon: 10,
    level: 0.95,
  },
};

/** The profile that Forewarn starts with: the reference, but each series is forecast by the model that its past selects. */
export const defaultProfile: AnalysisProfile = {
  ...referenceProfile,
  name: 'default',
  forecast: { method: 'selected', stepMs: minuteMs, horizon: 10, level: 0.95 },
};

/** The profiles that can be chosen by name, the usual one first. */
export const analysisProfiles: readonly AnalysisProfile[] = [defaultProfile, referenceProfile];

/**
 * The profile of a name.
 *
 * @param name  exactly as the profile has it
 * @throws      {ForewarnError} `unknown-profile`, with the names that there are
 */
export function profileNamed(name: string): AnalysisProfile {
  const profile = analysisProfiles.find((known) => known.name === name);
  if (profile) return profile;
  const names = analysisProfiles.map((known) => known.name);
  throw new AnalysisError('unknown-profile', `unknown profile ${name}; known: ${names.join(', ')}`, {
    details: { profile: name, known: names },
  });
}
