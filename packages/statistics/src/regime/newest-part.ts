import { calmNoise, LARGEST_EXCURSION } from './calm-noise.js';
import { centreBefore } from './centre-before.js';

// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** Samples that a new regime may have, an hour of minutes; an older one is what the series is like. */
const LONGEST = 60;
/** Samples before it that tell what was usual, with it five hours of minutes, and the fewest of them. */
const USUAL = 240;
const FEWEST_USUAL = 30;
/** A share of the samples before a change may be outliers. */
const OUTLIER_SHARE = 0.01;
/** Outliers are this many times as wide as the noise. */
const OUTLIER_WIDTH = 3;
/** How likely a sample is to lie on both sides of a change: a mean over a minute, or one value. */
const STRADDLING = { mean: 0.3, value: 0.02 } as const;

/** The newest samples, and what was usual before them, in units of the largest departure from it. */
export interface NewestPart {
  /** A value of the series is `base` plus `unit` times one of here. */
  readonly base: number;
  readonly unit: number;
  /** Samples that the new regime may have. */
  readonly longest: number;
  /** Samples since anything moved, where nothing had; else as `longest`. */
  readonly moved: number;
  /** Standard deviation of what was usual; 0 where nothing moved. */
  readonly noise: number;
  /** Where the series stood before its last `length` samples. */
  readonly levelBefore: (length: number) => number;
  /** Whether all of the newest part was calm until its last `length` samples and the one before them. */
  readonly isCalmUntil: (length: number) => boolean;
  /** The last `length` samples. */
  readonly last: (length: number) => Float64Array;
  /**
   * Log-likelihood that all but the last `length` samples are what was usual.
   * The one before these may be a mean over both sides of the change, when they lie so far off as `departure`.
   */
  readonly logUsual: (length: number, departure: number) => number;
}

/**
 * Samples that a new regime may have, < 1 for a series that is too short to tell.
 *
 * @param n  samples of the series
 */
export const longestRegime = (n: number): number => Math.min(LONGEST, n - FEWEST_USUAL);

/**
 * Looks at the newest samples of a series that was calm before.
 *
 * @param x         `Float64Array[n]`, finite, of which `longestRegime(n)` ≥ 1 may be new, not all of these equal to those before
 * @param averaged  whether samples are means over times that a change can fall into
 * @returns         the newest part, or `undefined` where what lies before was not calm
 */
export function newestPart(x: Float64Array, averaged: boolean): NewestPart | undefined {
  const longest = longestRegime(x.length);
  const from = Math.max(0, x.length - longest - USUAL);
  const base = centreBefore(x, x.length - longest);
  let unit = 0;
  for (let i = from; i < x.length; i++) unit = Math.max(unit, Math.abs(x[i]! - base));
  const y = x.subarray(from).map((value) => (value - base) / unit);
  const end = y.length;
  const noise = calmNoise(y, end - longest);
  if (noise === undefined) return undefined;
  const moved = noise > 0 ? longest : sinceFirstMove(y, longest);
  const logs = logUsualOf(y, longest, noise);
  const straddling = averaged ? STRADDLING.mean : STRADDLING.value;
  return {
    ...{ base, unit, longest, moved, noise },
    levelBefore: (length) => centreBefore(y, end - length),
    isCalmUntil: (length) => {
      for (let t = end - longest; t < end - length - 1; t++)
        if (Math.abs(y[t]! - centreBefore(y, t)) > LARGEST_EXCURSION * noise) return false;
      return true;
    },
    last: (length) => y.subarray(end - length),
    logUsual: (length, departure) => {
      if (length >= moved) return logs[length]!;
      const t = end - length - 1;
      const share = (y[t]! - centreBefore(y, t)) / departure;
      if (!(share > 0 && share < 1)) return logs[length]!;
      return Math.max(logs[length]!, logs[length + 1]! + Math.log(straddling / Math.abs(departure)));
    },
  };
}

function sinceFirstMove(y: Float64Array, longest: number): number {
  let moved = longest;
  while (moved > 1 && y[y.length - moved] === y[y.length - moved - 1]) moved--;
  return moved;
}

/** Entry l: that of the newest part without its last l samples. */
function logUsualOf(y: Float64Array, longest: number, noise: number): Float64Array {
  const logs = new Float64Array(longest + 1);
  for (let length = longest - 1; length >= 0; length--) {
    const t = y.length - length - 1;
    logs[length] = logs[length + 1]! + logDensity(y[t]! - centreBefore(y, t), noise);
  }
  return logs;
}

/** A normal law with outliers by Cauchy's. Where nothing moved, what does not move is certain and all else an outlier. */
function logDensity(departure: number, noise: number): number {
  if (noise === 0)
    return departure === 0 ? 0 : Math.log(OUTLIER_SHARE / (Math.PI * (1 + departure * departure)));
  const z = departure / noise;
  const usual = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const outlying = 1 / (Math.PI * OUTLIER_WIDTH * (1 + (z / OUTLIER_WIDTH) ** 2));
  return Math.log(((1 - OUTLIER_SHARE) * usual + OUTLIER_SHARE * outlying) / noise);
}
