import { continuedFraction } from './continued-fraction.js';
import { logGamma } from './log-gamma.js';

const EPSILON = 1e-16;
const MAX_TERMS = 10_000;

/**
 * The upper tail of the chi-squared law.
 * The regularised incomplete gamma function by its series below the mean and by its continued fraction above.
 *
 * @param x                 statistic, ≥ 0
 * @param degreesOfFreedom  > 0
 * @returns                 probability of a value above `x`, within [0, 1]
 * @source                  NIST DLMF 8.7.1 and 8.9.2 (dlmf.nist.gov/8)
 */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  if (!(x > 0)) return 1;
  const a = degreesOfFreedom / 2;
  const z = x / 2;
  const front = Math.exp(a * Math.log(z) - z - logGamma(a));
  const tail = z < a + 1 ? 1 - front * lowerSeries(a, z) : front * upperFraction(a, z);
  return Math.min(1, Math.max(0, tail));
}

function lowerSeries(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MAX_TERMS && term > sum * EPSILON; k++) {
    term *= z / (a + k);
    sum += term;
  }
  return sum;
}

/** 1/(z+1-a - 1(1-a)/(z+3-a - 2(2-a)/(z+5-a - …))) */
function upperFraction(a: number, z: number): number {
  return (
    1 /
    continuedFraction(
      z + 1 - a,
      (k) => -k * (k - a),
      (k) => z + 1 - a + 2 * k,
    )
  );
}
