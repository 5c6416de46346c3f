import { continuedFraction } from './continued-fraction.js';
import { logGamma } from './log-gamma.js';

/**
 * The regularised incomplete beta function I(x; a, b), by its continued fraction.
 *
 * @param x  within [0, 1]
 * @param a  > 0
 * @param b  > 0
 * @returns  within [0, 1]
 * @source   NIST DLMF 8.17.22 (dlmf.nist.gov/8.17)
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // The fraction converges fast below the mean; above it the symmetric form does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  const numerator = (k: number) => {
    const m = Math.floor(k / 2);
    return k % 2 === 0
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  };
  return Math.exp(logFront) / a / continuedFraction(1, numerator, () => 1);
}
