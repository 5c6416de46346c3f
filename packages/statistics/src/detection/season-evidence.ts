import { chiSquaredTail } from '../distributions/chi-squared-tail.js';
import { type DetrendedSpectrum, FEW_CYCLES, periodogramOf, slowLinePower } from './detrended-spectrum.js';
import { noiseSpectrum } from './noise-spectrum.js';
import { removeLine } from './remove-line.js';
import { removeSeason } from './remove-season.js';

/** Multiples of a candidate that may be the season it is a harmonic of: the largest that fits, and its divisors. */
const MULTIPLES = [12, 6, 4, 2, 1];
/** A line this many times above the noise is no chance among a few. */
const CLEAR_LINE = 9;
/** Share of line power that a longer season must add. */
const WORTHWHILE = 1.15;
const MOST_LINES = 64;
/** Line counts that are tried: 1, 2, 4 … 64. */
const LINE_COUNTS = 7;

/** What speaks for a season. */
export interface SeasonEvidence {
  /** Samples: the candidate or a small multiple of it. */
  readonly period: number;
  /** Probability that noise of the same colour shows such lines at any period, within [0, 1]. */
  readonly pValue: number;
}

/**
 * Tests whether a series has a season: the power of its lines against the spectrum of what is left without it.
 *
 * @param spectrum  the detrended series
 * @param period    the candidate, ≥ 2, ≤ n/2
 * @param longest   the longest multiple to consider
 * @returns         the season and its p-value
 */
export function seasonEvidence(spectrum: DetrendedSpectrum, period: number, longest: number): SeasonEvidence {
  const many = MULTIPLES.find((multiple) => multiple * period <= longest) ?? 1;
  const noise = noiseWithout(spectrum, many * period);
  const power = (frequency: number) => powerOver(spectrum, noise, frequency);
  let chosen = period;
  let most = clearPower(power, period, 1);
  for (let multiple = 2; multiple <= many; multiple++) {
    if (many % multiple !== 0) continue;
    const sum = clearPower(power, period * multiple, multiple);
    if (sum <= WORTHWHILE * most) continue;
    chosen = period * multiple;
    most = sum;
  }
  return { period: chosen, pValue: chanceOfLines(power, chosen, spectrum.y.length) };
}

/** Power at a frequency: as it is, and in units of the noise there. */
interface LinePower {
  readonly power: number;
  readonly ratio: number;
}

function powerOver(spectrum: DetrendedSpectrum, noise: Float64Array, frequency: number): LinePower {
  const { y, periodogram, roots } = spectrum;
  const j = Math.round(frequency * roots.size);
  const power = frequency * y.length < FEW_CYCLES ? slowLinePower(spectrum, frequency) : periodogram[j]!;
  return { power, ratio: power / noise[j]! };
}

/** The noise spectrum of the series without its season, and without the line that the season had tilted. */
function noiseWithout({ y, roots, first }: DetrendedSpectrum, period: number): Float64Array {
  const n = y.length;
  const rest = removeSeason(removeLine(removeSeason(y, period)), period);
  const periodogram = periodogramOf(rest, roots);
  const taken = n / (n - period);
  for (let j = 0; j < periodogram.length; j++) periodogram[j]! *= taken;
  const margin = Math.min(1.2, (0.25 * n) / period) * (roots.size / n);
  return noiseSpectrum(periodogram, first, { spacing: roots.size / period, margin });
}

/** Power of the lines of a season that are clear one by one: eight of the candidate, and those between them. */
function clearPower(power: (frequency: number) => LinePower, period: number, multiple: number): number {
  let sum = 0;
  for (let h = 1; h <= 8 * multiple && 2 * h < period; h++) {
    const line = power(h / period);
    if (line.ratio > CLEAR_LINE) sum += line.power;
  }
  return sum;
}

/** Each line's ratio is exponential in noise, so that twice their sum is chi-squared; n/2 seasons could be tried. */
function chanceOfLines(power: (frequency: number) => LinePower, period: number, n: number): number {
  let sum = 0;
  let least = 1;
  for (let h = 1, count = 1; h <= MOST_LINES && (h === 1 || 2 * h < period); h++) {
    sum += power(Math.min(0.4999, h / period)).ratio;
    if (h !== count) continue;
    least = Math.min(least, chiSquaredTail(2 * sum, 2 * h) * (n / 2) * h * LINE_COUNTS);
    count *= 2;
  }
  return least;
}

/**
 * The share of a series that its season explains.
 *
 * @param y       `Float64Array[n]`, detrended, not all 0
 * @param period  samples of one season, < n
 * @returns       ratio of variances less what the season would explain of noise, within [0, 1]
 */
export function explainedShare(y: Float64Array, period: number): number {
  const n = y.length;
  const rest = removeSeason(y, period);
  let left = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    left += rest[i]! * rest[i]!;
    total += y[i]! * y[i]!;
  }
  return Math.max(0, 1 - (left / (n - period)) * ((n - 1) / total));
}
