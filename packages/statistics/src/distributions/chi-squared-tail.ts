import { logGamma } from './log-gamma.js';

const EPSILON = 1e-16;
const TINY = 1e-300;
const MAX_TERMS = 10_000;

/**
 * The upper tail of the chi-squared law.
 * The regularised incomplete gamma function by its series below the mean and by its continued fraction above.
 *
 * @param x                 statistic, ≥ 0
 * @param degreesOfFreedom  > 0
 * @returns                 probability of a value above `x`, within [0, 1]
 * @source                  NIST DLMF 8.7.1 and 8.9.2 (dlmf.nist.gov/8); modified Lentz: Thompson & Barnett (1986)
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

function upperFraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < EPSILON * 4) break;
  }
  return fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
