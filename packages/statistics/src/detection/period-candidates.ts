import { type DetrendedSpectrum, FEW_CYCLES, slowLinePower } from './detrended-spectrum.js';
import { fourierTransform } from './fourier-transform.js';
import { linePower } from './line-power.js';

/** An autocorrelation below this many standard errors is no candidate. */
const NOTICEABLE = 3.5;

/** The periods to search among, in samples. */
export interface PeriodRange {
  readonly least: number;
  readonly most: number;
}

/**
 * The period of the line that stands out most from the noise, or of the line with most power.
 *
 * @param spectrum  the detrended series
 * @param height    `Float64Array[size/2 + 1]`, what to compare: periodogram over noise spectrum, or the periodogram
 * @param range     where to search
 * @returns         samples, rounded; within the range or next to it
 */
export function strongestLine(spectrum: DetrendedSpectrum, height: Float64Array, range: PeriodRange): number {
  const { periodogram, roots } = spectrum;
  const from = Math.max(1, Math.ceil((0.9 * roots.size) / range.most));
  const to = Math.min(height.length - 2, Math.floor(roots.size / range.least));
  let top = from;
  for (let j = from; j <= to; j++) if (height[j]! > height[top]!) top = j;
  // Against steep noise the flank of a line may stand out more than its peak.
  while (top > from && periodogram[top - 1]! > periodogram[top]!) top--;
  while (top < to && periodogram[top + 1]! > periodogram[top]!) top++;
  return Math.round(1 / peakNear(spectrum, top / roots.size));
}

/** Places a line between the frequencies of the transform, by parabolas through its power. */
function peakNear(spectrum: DetrendedSpectrum, start: number): number {
  const n = spectrum.y.length;
  let frequency = start;
  for (const step of [0.5 / n, 0.12 / n]) {
    const below = powerNear(spectrum, frequency - step);
    const middle = powerNear(spectrum, frequency);
    const above = powerNear(spectrum, frequency + step);
    const bend = below - 2 * middle + above;
    const uphill = below > above ? -step : step;
    const shift = bend < 0 ? (step * (below - above)) / (2 * bend) : uphill;
    frequency += Math.max(-step, Math.min(step, shift));
  }
  return frequency;
}

/** Power of a line; of a slow one, whose frequency is known less well, together with its first harmonics. */
function powerNear(spectrum: DetrendedSpectrum, frequency: number): number {
  const n = spectrum.y.length;
  if (frequency * n >= FEW_CYCLES) return linePower(spectrum.y, Math.min(0.4999, frequency));
  let sum = 0;
  for (let h = 1; h <= 3; h++)
    sum += slowLinePower(spectrum, Math.min(0.4999 / spectrum.block, h * frequency));
  return sum;
}

/**
 * The first of the highest hills of the autocorrelation of the whitened series. It finds seasons of sharp spikes, whose
 * power is spread over so many lines that none of them stands out.
 *
 * @param spectrum  the detrended series
 * @param ratio     `Float64Array[size/2 + 1]`, periodogram over noise spectrum
 * @param range     where to search
 * @returns         samples; 0 when no hill is higher than noise makes them
 */
export function highestHill(
  { y, roots }: DetrendedSpectrum,
  ratio: Float64Array,
  range: PeriodRange,
): number {
  const whole = new Float64Array(roots.size);
  for (let j = 1; j < ratio.length; j++) {
    whole[j] = ratio[j]!;
    whole[roots.size - j] = ratio[j]!;
  }
  const correlations = fourierTransform(whole, roots).real;
  const noise = (NOTICEABLE * correlations[0]!) / Math.sqrt(y.length);
  const highest = firstHill(correlations, range, noise, true);
  // Multiples of a period have hills of nearly the same height.
  return highest === 0 ? 0 : firstHill(correlations, range, 0.7 * correlations[highest]!, false);
}

/** The first hill that reaches `height`, or the highest one; a hill towers over the valley half-way to it. */
function firstHill(values: Float64Array, range: PeriodRange, height: number, isHighest: boolean): number {
  let best = 0;
  for (let lag = range.least; lag <= range.most; lag++) {
    const value = values[lag]!;
    if (value < height || value <= values[lag - 1]! || value < values[lag + 1]!) continue;
    if (values[lag >> 1]! > value / 2) continue;
    if (!isHighest) return lag;
    if (best === 0 || value > values[best]!) best = lag;
  }
  return best;
}
