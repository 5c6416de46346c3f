import { requireInteger } from '../outcome/require-integer.js';
import { requireProbability } from '../outcome/require-probability.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import { isConstant } from '../series/is-constant.js';
import type { Series } from '../series/series.js';
import { type DetrendedSpectrum, detrendedSpectrum, FEW_CYCLES } from './detrended-spectrum.js';
import { noiseSpectrum } from './noise-spectrum.js';
import { highestHill, type PeriodRange, strongestLine } from './period-candidates.js';
import { explainedShare, type SeasonEvidence, seasonEvidence } from './season-evidence.js';

const FEWEST_SAMPLES = 16;
/** With fewer repetitions a wave and a drift look alike. */
const FEWEST_CYCLES = 2.5;
/** By which factor, and by how many standard errors, a season must explain more to be preferred to another. */
const CLEARLY_STRONGER = 1.05;
const STANDARD_ERRORS = 3;

/** Settings of the search for a season. */
export interface SeasonalPeriodOptions {
  /** Shortest period to look for, in samples, ≥ 2; default 2. */
  readonly minPeriod?: number;
  /** Longest period to look for, in samples; default, and at most, ⌊n / 2.5⌋. */
  readonly maxPeriod?: number;
  /** Probability of finding a season in noise, a ratio; default 0.01. */
  readonly significance?: number;
}

/** The season of a series, or that it has none. */
export interface SeasonalPeriod {
  /** Samples of one season; null when nothing stands out from the noise. */
  readonly period: number | null;
  /** Share of the variance around a line that the season explains, within [0, 1]; 0 without a season. */
  readonly strength: number;
  /** Probability of such a season in noise of the same colour, within [0, 1]. */
  readonly pValue: number;
}

/**
 * Finds the period of the season of a series, or says that there is none.
 * Candidates are the strongest line of the periodogram and the highest hill of the autocorrelation of the whitened series, as
 * in AUTOPERIOD. Its white-noise threshold would take every random walk for a season, so a candidate is confirmed by
 * the power of its lines against the spectrum of the noise that is left without it: white, autoregressive, drifting or a mixture.
 *
 * @param x        `number[n]`, n ≥ 16, finite, not constant, not mutated
 * @param options  range of periods, significance
 * @returns        the period, or `null` for it, with its strength; or why there is no answer
 * @throws         {StatisticsError} `invalid-period`, `invalid-probability`
 * @source         Vlachos, Yu & Castelli (2005), On periodicity detection and structural periodic similarity,
 *                 doi:10.1137/1.9781611972757.40
 */
export function seasonalPeriod(x: Series, options: SeasonalPeriodOptions = {}): SeasonalPeriod | Unavailable {
  const { minPeriod = 2, maxPeriod = Number.MAX_SAFE_INTEGER, significance = 0.01 } = options;
  const least = requireInteger(minPeriod, 2, 'invalid-period', 'minPeriod');
  requireInteger(maxPeriod, least, 'invalid-period', 'maxPeriod');
  requireProbability(significance, 'significance');
  const problem = checkSeries(x, Math.max(FEWEST_SAMPLES, Math.ceil(FEWEST_CYCLES * least)));
  if (problem !== undefined) return problem;
  if (isConstant(x)) return unavailable('constant-series', `all ${x.length} samples are ${x[0]}`);
  const range = { least, most: Math.min(maxPeriod, Math.floor(x.length / FEWEST_CYCLES)) };
  const spectrum = detrendedSpectrum(x, range.most);
  if (spectrum === undefined) return { period: null, strength: 0, pValue: 1 };
  const { period, pValue } = bestSeason(spectrum, range, significance);
  if (pValue >= significance) return { period: null, strength: 0, pValue };
  return { period, strength: explainedShare(spectrum.y, period), pValue };
}

function bestSeason(spectrum: DetrendedSpectrum, range: PeriodRange, significance: number): SeasonEvidence {
  const { periodogram, first } = spectrum;
  const noise = noiseSpectrum(periodogram, first);
  const ratio = new Float64Array(periodogram.length);
  for (let j = first; j < ratio.length; j++) ratio[j] = periodogram[j]! / noise[j]!;
  let best: SeasonEvidence = { period: 0, pValue: 1 };
  const consider = (candidate: number) => {
    if (candidate < range.least || candidate > range.most || candidate === best.period) return;
    const other = seasonEvidence(spectrum, candidate, range.most);
    if (isBetter(spectrum, other, best, significance)) best = other;
  };
  consider(strongestLine(spectrum, ratio, range));
  consider(highestHill(spectrum, ratio, range));
  // Few long cycles look like drift until they are taken out, and then it is too late to find them by what stands out.
  if (best.pValue >= significance && isSlow(spectrum)) consider(strongestLine(spectrum, periodogram, range));
  return best;
}

/** Whether the line with most power has few cycles in the series. */
function isSlow({ y, periodogram, roots, first }: DetrendedSpectrum): boolean {
  let top = first;
  for (let j = first; j < periodogram.length; j++) if (periodogram[j]! > periodogram[top]!) top = j;
  return (top * y.length) / roots.size < FEW_CYCLES;
}

function isBetter(
  { y }: DetrendedSpectrum,
  one: SeasonEvidence,
  other: SeasonEvidence,
  significance: number,
): boolean {
  if (one.pValue >= significance || other.pValue >= significance) return one.pValue < other.pValue;
  // What a season of p values seems to explain of noise varies by √(2p) of n samples.
  const chance = (STANDARD_ERRORS * Math.sqrt(2 * Math.max(one.period, other.period))) / y.length;
  return explainedShare(y, one.period) > CLEARLY_STRONGER * explainedShare(y, other.period) + chance;
}
