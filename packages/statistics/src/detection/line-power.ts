import type { Series } from '../series/series.js';

/**
 * How much of a detrended series one sinusoid of any phase explains, fitted together with a constant and a line.
 * Unlike a periodogram value it stays exact for two or three cycles, where a sinusoid and a trend overlap.
 *
 * @param y          `number[n]`, orthogonal to constants and lines (residuals of a line fit)
 * @param frequency  cycles per sample, within (0, 0.5)
 * @returns          half of the explained sum of squares: the noise spectrum on average, where there is no line
 * @source           Goertzel (1958), doi:10.2307/2310304; floating mean: Zechmeister & Kürster (2009), doi:10.1051/0004-6361:200811296
 */
export function linePower(y: Series, frequency: number): number {
  const n = y.length;
  const angle = 2 * Math.PI * frequency;
  const twice = 2 * Math.cos(angle);
  let last = 0;
  let previous = 0;
  for (let i = 0; i < n; i++) {
    const next = y[i]! + twice * last - previous;
    previous = last;
    last = next;
  }
  // Phases are counted from the middle of the series, so that the cosine meets only the constant and the sine only the line.
  const turn = (angle * (n - 1)) / 2;
  const x = last - previous * Math.cos(angle);
  const z = previous * Math.sin(angle);
  const cosine = x * Math.cos(turn) + z * Math.sin(turn);
  const sine = z * Math.cos(turn) - x * Math.sin(turn);
  const half = angle / 2;
  const sum = Math.sin(n * half) / Math.sin(half);
  const slope =
    (n * Math.cos(n * half) * Math.sin(half) - Math.sin(n * half) * Math.cos(half)) /
    (2 * Math.sin(half) ** 2);
  const even = Math.sin(n * angle) / (2 * Math.sin(angle));
  const cosines = n / 2 + even - (sum * sum) / n;
  const sines = n / 2 - even - (12 * slope * slope) / (n * (n * n - 1));
  return ((cosine * cosine) / cosines + (sine * sine) / sines) / 2;
}
