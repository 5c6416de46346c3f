import { erfc } from './erfc.js';

/**
 * The distribution function of the standard normal law.
 *
 * @param z  any number
 * @returns  probability of a value ≤ z, within [0, 1]; accurate in both tails
 * @source   Φ(z) = erfc(-z/√2) / 2
 */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}
